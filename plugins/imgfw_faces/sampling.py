"""Bilinear sampling by numpy, and by OpenCV where it is installed: many times faster, and the same within
rounding."""

from __future__ import annotations

from functools import cache
from types import ModuleType

import numpy as np

from .raster import sample

_LARGEST = 32_767  # sides that OpenCV can take places in


@cache
def opencv() -> ModuleType | None:
    """OpenCV, if it is installed and can be loaded."""
    try:
        import cv2
    except ImportError:
        return None
    return cv2


def spread(field: np.ndarray, to_cell: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A field float32 (H, W) seen at the pixels of a picture: float32 (height, width); 0 beyond it.

    to_cell  the affine map (2, 3) from a pixel's column and row to the field's
    A field of complex64 is two at once.
    """
    height, width = size
    cv2 = opencv()
    if cv2 and not np.iscomplexobj(field):
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(field, to_cell, (width, height), flags=flags)
    across, down = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    x, y = (row[0] * across + (row[1] * down + row[2]) for row in to_cell.astype(np.float32))
    rows, columns = field.shape
    inside = (x >= 0) & (y >= 0) & (x < columns - 1) & (y < rows - 1)
    found = np.zeros(size, field.dtype)
    found[inside] = _between(field.ravel(), x[inside], y[inside], columns)
    return found


def spread_pair(
    fields: np.ndarray, to_cell: np.ndarray, size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Two fields float32 (2, H, W) seen at the pixels of a picture, as `spread` does one."""
    if opencv():
        return spread(fields[0], to_cell, size), spread(fields[1], to_cell, size)
    both = spread(fields[0] + np.complex64(1j) * fields[1], to_cell, size)  # one gather for two
    return both.real, both.imag


def sampled(image: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """An image uint8 (H, W, 3) at columns and rows float32 (h, w): uint8 (h, w, 3); mirrored at its edge."""
    cv2 = opencv()
    if cv2 and max(image.shape) < _LARGEST:
        return cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    height, width = image.shape[:2]
    texture = np.empty((height + 1, width + 1, 4), np.uint8)  # a row and a column more to be between
    texture[:height, :width, :3] = image
    texture[height, :width, :3], texture[:, width] = image[-1], texture[:, width - 1]
    place = np.stack([_folded(x, width).ravel(), _folded(y, height).ravel()], 1)
    return (sample(texture, place)[:, :3] + 0.5).astype(np.uint8).reshape(*x.shape, 3)


def _folded(at: np.ndarray, count: int) -> np.ndarray:
    """Places mirrored at both ends as often as it takes to be inside."""
    last = count - 1
    if at.min() >= 0 and at.max() <= last:
        return at
    if not last:
        return np.zeros_like(at)
    return last - np.abs(np.mod(at, 2 * last) - last)


def _between(flat: np.ndarray, x: np.ndarray, y: np.ndarray, columns: int) -> np.ndarray:
    """Values (N,) of rows of so many columns at columns and rows float32 (N,) that have neighbours."""
    left, top = x.astype(np.int32), y.astype(np.int32)
    right, below = x - left, y - top
    index = top * columns + left
    one, two = flat[index], flat[index + columns]
    one += (flat[index + 1] - one) * right
    two += (flat[index + columns + 1] - two) * right
    return one + (two - one) * below
