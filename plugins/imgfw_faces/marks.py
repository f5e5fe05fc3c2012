"""Landmarks as files have them, made those that pictures carry: 68 or 5 points."""

from __future__ import annotations

from typing import Any

import numpy as np

from .fitting import scheme_of

COUNTS = (5, 68, 468, 478)
"""How many points a face may have in files; 468 and 478 are those of a face mesh, and become 68."""


_MOST = 1e9  # pixels


def marks_of(values: Any) -> np.ndarray:
    """float32 (68, 2) or (5, 2) of x, y, x, y, ... or of points (K, 2), or more columns of which two count.

    Raises ValueError for another number of points, and for what are no finite real numbers.
    """
    given = np.asarray(values)
    if given.dtype.kind not in "iuf":
        raise ValueError(f"expected real numbers, got values of the type {given.dtype}")
    given = given.astype(float)
    points = given.reshape(-1, 2) if given.ndim == 1 and len(given) % 2 == 0 else given
    if points.ndim != 2 or len(points) not in COUNTS or points.shape[1] < 2:
        got = f"{len(points):,} points" if points.ndim == 2 else f"{given.size:,} numbers"
        raise ValueError(f"expected 5, 68, 468 or 478 points as x and y, got {got}")
    if not (abs(points[:, :2]) <= _MOST).all():
        raise ValueError("expected finite numbers, got NaN, infinity, or numbers beyond all pictures")
    points = points[:, :2]
    return scheme_of(np.vstack([points, np.zeros((10, 2))]) if len(points) == 468 else points).astype(
        np.float32
    )


def faces_of(given: np.ndarray) -> tuple[np.ndarray, ...]:
    """The landmarks of one face (K, 2), or of several (F, K, 2), each as `marks_of` gives them."""
    return tuple(marks_of(face) for face in given) if given.ndim == 3 else (marks_of(given),)
