"""Lay small pictures over one another: fit their edges (Gauss-Newton) and read both where they overlap."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

CROP = 0.055
"""The largest part of a side that an edge may have lost."""


def fit_step(
    one: np.ndarray, other: np.ndarray, edges: np.ndarray, band: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The detail of both pictures (K, side, side) where they overlap, and edges that should fit better.

    edges  (K, 2 axes, 2 ends): where the edges of `one` lie in `other`, from its edges, in parts of its side
    """
    import numpy as np

    count, side, _ = one.shape
    own, others = overlap(edges, side)
    a, b = between(read(one, own), band), between(read(other, others), band)
    down, across = np.gradient(b, axis=(1, 2))
    line = np.linspace(-1, 1, side, dtype=np.float32)
    slopes = np.stack([down, down * line[:, None], across, across * line, b], 1).reshape(count, 5, -1)
    normal = slopes @ slopes.swapaxes(1, 2)
    normal += np.eye(5, dtype=np.float32) * (1e-3 * np.trace(normal, axis1=1, axis2=2)[:, None, None] + 1e-3)
    moves = np.linalg.solve(normal, slopes @ a.reshape(count, -1, 1))[..., 0]
    moves = np.clip(moves[:, :4] / np.maximum(np.abs(moves[:, 4:]), 0.4), -1.5, 1.5) / side
    shift, growth = moves[:, 0::2], moves[:, 1::2]
    moved = edges + np.stack([shift - growth, shift + growth], 2)
    return a, b, np.clip(moved, -CROP, CROP)


def overlap(edges: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """The places (K, 2, side) of one grid over the overlap, in pixels of one and of the other picture."""
    import numpy as np

    start, scale = edges[..., 0], 1 + edges[..., 1] - edges[..., 0]
    first, last = np.maximum(0, -start / scale), np.minimum(1, (1 - start) / scale)
    grid = np.linspace(0, 1, side, dtype=np.float32)
    own = first[..., None] + (last - first)[..., None] * grid
    return own * (side - 1), (start[..., None] + scale[..., None] * own) * (side - 1)


def read(images: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Pictures (K, side, side) at places (K, 2, side) down and across, linearly between pixels."""
    import numpy as np

    side = images.shape[-1]
    pixels = np.arange(side, dtype=np.float32)
    weights = np.maximum(0, 1 - np.abs(np.clip(places, 0, side - 1)[..., None] - pixels))
    return weights[:, 0] @ images @ weights[:, 1].swapaxes(1, 2)


def between(images: np.ndarray, band: tuple[int, int]) -> np.ndarray:
    """What the first smoothings of a band leave and its further ones take away, about zero."""
    import numpy as np

    fine, broad = _smoothing(images.shape[-1], band[0]), _smoothing(images.shape[-1], sum(band))
    detail = fine @ images @ fine.T - broad @ images @ broad.T
    return detail - np.einsum("kij->k", detail)[:, None, None] / images.shape[-1] ** 2


@cache
def _smoothing(side: int, times: int) -> np.ndarray:
    """The matrix (side, side) of a binomial filter [1, 2, 1] / 4 applied some times."""
    import numpy as np

    eye = np.eye(side)
    before, after = np.vstack([eye[:1], eye[:-1]]), np.vstack([eye[1:], eye[-1:]])
    once = (before + 2 * eye + after) / 4
    return np.linalg.matrix_power(once, times).astype(np.float32)
