"""Bilinear sampling by numpy, and by OpenCV where it is installed: many times faster, and the same within
rounding."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType

import numpy as np

_LARGEST = 32_767  # sides that OpenCV can take places in


@cache
def opencv() -> ModuleType | None:
    """OpenCV, if it is installed and can be loaded."""
    try:
        import cv2
    except ImportError:
        return None
    return cv2


def spread(field: np.ndarray, to_cell: np.ndarray, size: tuple[int, int], step: int = 1) -> np.ndarray:
    """A field float32 (H, W) seen at the pixels of a picture: float32 (height, width); 0 beyond it.

    to_cell  the affine map (2, 3) from a pixel's column and row to the field's
    step     look once for squares of so many pixels, and go evenly from one's middle to the next
    """
    coarse, squares = _squares(to_cell, size, step)
    return _inside(_finer(_seen(field, coarse, squares), step), size, step)


def places(
    moves: np.ndarray, to_cell: np.ndarray, window: tuple[int, int, int, int], step: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Columns and rows float32 (h, w) that the pixels of a window come from.

    moves    float32 (2, H, W), how far across and down from itself a pixel is to be taken; spread as
             `spread` does a field
    to_cell  from a column and row of the window
    window   left, top, right, bottom in pixels of the image
    """
    left, top, right, bottom = window
    size = bottom - top, right - left
    coarse, squares = _squares(to_cell, size, step)
    if opencv():
        x, y = _seen(moves[0], coarse, squares), _seen(moves[1], coarse, squares)
    else:
        both = _seen(moves[0] + np.complex64(1j) * moves[1], coarse, squares)  # one gather for two
        x, y = both.real.copy(), both.imag.copy()
    first = (step - 1) / 2 - step
    x += np.arange(squares[1], dtype=np.float32) * step + (left + first)
    y += (np.arange(squares[0], dtype=np.float32) * step + (top + first))[:, None]
    return _inside(_finer(x, step), size, step), _inside(_finer(y, step), size, step)


def _squares(to_cell: np.ndarray, size: tuple[int, int], step: int) -> tuple[np.ndarray, tuple[int, int]]:
    """The map from squares of pixels to cells, and how many there are: a row more all around the picture."""
    first = (step - 1) / 2 - step
    coarse = step * to_cell
    coarse[:, 2] = to_cell[:, 2] + first * (to_cell[:, 0] + to_cell[:, 1])
    return coarse, (-(-size[0] // step) + 2, -(-size[1] // step) + 2)


def _inside(found: np.ndarray, size: tuple[int, int], step: int) -> np.ndarray:
    """Without what surrounds the picture."""
    return found[step : step + size[0], step : step + size[1]]


def _seen(field: np.ndarray, to_cell: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A field of real or complex numbers at the pixels of a picture; 0 beyond it."""
    height, width = size
    cv2 = opencv()
    if cv2:
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(field, to_cell, (width, height), flags=flags)
    across, down = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    x, y = (row[0] * across + (row[1] * down + row[2]) for row in to_cell.astype(np.float32))
    rows, columns = field.shape
    inside = (x >= 0) & (y >= 0) & (x < columns - 1) & (y < rows - 1)
    found = np.zeros(size, field.dtype)
    found[inside] = _between(field.ravel().__getitem__, x[inside], y[inside], columns)
    return found


def _finer(field: np.ndarray, step: int) -> np.ndarray:
    """So many rows and columns for each of (H, W), evenly from the middle of one to that of the next."""
    if step == 1:
        return field
    cv2 = opencv()
    if cv2:
        return cv2.resize(field, (step * field.shape[1], step * field.shape[0]))
    return _finer_rows(_finer_rows(field, step).T, step).T


def _finer_rows(rows: np.ndarray, step: int) -> np.ndarray:
    above, below = np.concatenate([rows[:1], rows[:-1]]), np.concatenate([rows[1:], rows[-1:]])
    found = np.empty((len(rows), step, rows.shape[1]), rows.dtype)
    for part in range(step):
        away = np.float32((part + 0.5) / step - 0.5)
        found[:, part] = rows + abs(away) * ((below if away > 0 else above) - rows)
    return found.reshape(-1, rows.shape[1])


def sampled(image: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """An image uint8 (H, W, 3) at columns and rows float32 (h, w): uint8 (h, w, 3); mirrored at its edge."""
    cv2 = opencv()
    if cv2 and max(image.shape) < _LARGEST:
        four = cv2.cvtColor(image, cv2.COLOR_RGB2RGBA)  # sampled in two thirds of the time by OpenCV 5
        found = cv2.remap(four, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        return cv2.cvtColor(found, cv2.COLOR_RGBA2RGB)
    height, width = image.shape[:2]
    texture = np.empty((height + 1, width + 1, 4), np.uint8)  # a row and a column more to be between
    texture[:height, :width, :3] = image
    texture[height, :width, :3], texture[:, width] = image[-1], texture[:, width - 1]
    packed = texture.view(np.uint32).ravel()  # one gather of whole pixels is faster than of each channel

    def look(index: np.ndarray) -> np.ndarray:
        return packed[index].view(np.uint8).reshape(-1, 4).astype(np.float32)

    found = _between(look, _folded(x, width).ravel(), _folded(y, height).ravel(), width + 1)
    return (found + 0.5).astype(np.uint8)[:, :3].reshape(*x.shape, 3)


def blended(one: np.ndarray, other: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Two images uint8 (H, W, 3) in one; `share` float32 (H, W) says how much of the other, 0..1."""
    first = one.astype(np.float32)
    return (first + share[..., None] * (other - first) + 0.5).astype(np.uint8)


def _folded(at: np.ndarray, count: int) -> np.ndarray:
    """Places mirrored at both ends as often as it takes to be inside."""
    last = count - 1
    if at.min() >= 0 and at.max() <= last:
        return at
    if not last:
        return np.zeros_like(at)
    if at.min() >= -last and at.max() <= 2 * last:
        return last - np.abs(last - np.abs(at))
    return last - np.abs(np.mod(at, 2 * last) - last)


def _between(
    look: Callable[[np.ndarray], np.ndarray], x: np.ndarray, y: np.ndarray, columns: int
) -> np.ndarray:
    """Values at columns and rows float32 (N,) that have neighbours, of rows of so many columns.

    look  gives float32 or complex64 (N,) or (N, C) by index
    """
    left, top = np.floor(x), np.floor(y)
    index = top.astype(np.int32) * columns + left.astype(np.int32)
    one, two = look(index), look(index + columns)
    each = (-1,) + (1,) * (one.ndim - 1)
    right, below = (x - left).reshape(each), (y - top).reshape(each)
    one += (look(index + 1) - one) * right
    two += (look(index + columns + 1) - two) * right
    return one + (two - one) * below
