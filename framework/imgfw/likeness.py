"""Whether two thumbnails show one picture, by normalised cross-correlation after fitting one to the other.

What is correlated is the detail of brightness: a band of frequencies without the broad light and dark that
portraits, skies and rooms have in common. The fit (Gauss-Newton) moves the edges of one picture by up to
a twentieth of its side inwards or outwards, which undoes crops of either. One frame or backdrop around
different things correlates too, so every part must agree with its counterpart.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .fingerprint import planes

if TYPE_CHECKING:
    import numpy as np

CROP = 0.055
"""The largest part of a side that an edge may have lost."""

LEAST_CORRELATION, LEAST_TILE = 0.9, 0.6
"""Of the whole, and of the least agreeing of its sixteen tiles."""

LARGEST_TINT = 12
"""Levels by which the colours may differ in the mean; 1 to 9 in crops and mild edits."""

LEAST_DETAIL, EQUAL = 1.0, 4
"""A picture with less detail (levels, rms) is like another only if no level differs by more than EQUAL."""

_COARSE, _FINE = (1, 4), (1, 2)
_STEPS = ((16, _COARSE, 0.35), (16, _COARSE, 0.6), *[(32, _FINE, 0.6)] * 2, *[(32, _FINE, 0.75)] * 2)
"""Side, smoothings that bound the band, and the correlation below which a pair is given up."""
_TURNED_ROUND = 0.45
"""A fit that came so far and no further is tried from the other picture's side."""


def alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """bool (K,): which pairs of thumbnails uint8 (K, 1152), laid the same way, show one picture."""
    import numpy as np

    found = np.abs(one.astype(np.int16) - other).max(1, initial=0) <= EQUAL
    unsure = np.flatnonzero(~found & _same_tint(one, other))
    fits, best = _fitted(one[unsure], other[unsure])
    again = ~fits & (best >= _TURNED_ROUND)
    fits[again] = _fitted(other[unsure[again]], one[unsure[again]])[0]
    fitting = unsure[fits]
    found[fitting] = ~_plain(one[fitting]) & ~_plain(other[fitting])
    return found


def _same_tint(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    import numpy as np

    colours, others = (planes(each)[1].astype(np.int16) for each in (one, other))
    return np.abs(colours - others).mean((1, 2, 3)) <= LARGEST_TINT


def _plain(thumbs: np.ndarray) -> np.ndarray:
    import numpy as np

    light = planes(thumbs)[0].astype(np.float32)
    return _between(light, _FINE).std((1, 2)) < LEAST_DETAIL


def _fitted(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """bool (K,) and float32 (K,): which pairs fit, and the best correlation each came to."""
    import numpy as np

    fits, best = np.zeros(len(one), bool), np.full(len(one), -1, np.float32)
    edges, left = np.zeros((len(one), 2, 2), np.float32), np.arange(len(one))
    images = {32: [planes(each)[0].astype(np.float32) for each in (one, other)]}
    images[16] = [_halved(each) for each in images[32]]
    for side, band, floor in _STEPS:
        if not len(left):
            break
        a, b, edges[left] = _step(*(each[left] for each in images[side]), edges[left], band)
        found = _correlation(a, b)
        best[left] = np.maximum(best[left], found)
        if side == 32:
            good = found >= LEAST_CORRELATION
            fits[left[good]] = _least_tile(a[good], b[good]) >= LEAST_TILE
        left = left[(found >= floor) & ~fits[left]]
    return fits, best


def _halved(images: np.ndarray) -> np.ndarray:
    rows = images[:, ::2] + images[:, 1::2]
    return (rows[:, :, ::2] + rows[:, :, 1::2]) / 4


def _step(
    one: np.ndarray, other: np.ndarray, edges: np.ndarray, band: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The detail of both pictures (K, side, side) where they overlap, and edges that should fit better.

    edges  (K, 2 axes, 2 ends): where the edges of `one` lie in `other`, from its edges, in parts of its side
    """
    import numpy as np

    count, side, _ = one.shape
    own, others = _overlap(edges, side)
    a, b = _between(_read(one, own), band), _between(_read(other, others), band)
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


def _overlap(edges: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """The places (K, 2, side) of one grid over the overlap, in pixels of one and of the other picture."""
    import numpy as np

    start, scale = edges[..., 0], 1 + edges[..., 1] - edges[..., 0]
    first, last = np.maximum(0, -start / scale), np.minimum(1, (1 - start) / scale)
    grid = np.linspace(0, 1, side, dtype=np.float32)
    own = first[..., None] + (last - first)[..., None] * grid
    return own * (side - 1), (start[..., None] + scale[..., None] * own) * (side - 1)


def _read(images: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Pictures (K, side, side) at places (K, 2, side) down and across, linearly between pixels."""
    import numpy as np

    side = images.shape[-1]
    pixels = np.arange(side, dtype=np.float32)
    weights = np.maximum(0, 1 - np.abs(np.clip(places, 0, side - 1)[..., None] - pixels))
    return weights[:, 0] @ images @ weights[:, 1].swapaxes(1, 2)


def _between(images: np.ndarray, band: tuple[int, int]) -> np.ndarray:
    """What the first smoothings of a band leave and its further ones take away, about zero."""
    fine, broad = _smoothing(images.shape[-1], band[0]), _smoothing(images.shape[-1], sum(band))
    detail = fine @ images @ fine.T - broad @ images @ broad.T
    return detail - _mean(detail)[:, None, None]


def _correlation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    import numpy as np

    return _mean(a, b) / np.sqrt(_mean(a, a) * _mean(b, b) + 1e-9)


def _least_tile(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """float32 (K,): how well the least agreeing of 4 x 4 tiles agrees; a tile without detail agrees well."""
    import numpy as np

    power = _mean(a, a)
    b = b * np.sqrt(power / (_mean(b, b) + 1e-6))[:, None, None]
    tiles = [each.reshape(-1, 4, 8, 4, 8).mean((2, 4)) for each in (a * b, a * a, b * b)]
    little = 2 * (0.05 * power + 1)[:, None, None]
    return ((2 * tiles[0] + little) / (tiles[1] + tiles[2] + little)).min((1, 2))


def _mean(*images: np.ndarray) -> np.ndarray:
    """float32 (K,): the mean of pictures (K, side, side), or of the product of two."""
    import numpy as np

    return np.einsum(",".join(["kij"] * len(images)) + "->k", *images) / images[0].shape[-1] ** 2


@cache
def _smoothing(side: int, times: int) -> np.ndarray:
    """The matrix (side, side) of a binomial filter [1, 2, 1] / 4 applied some times."""
    import numpy as np

    eye = np.eye(side)
    before, after = np.vstack([eye[:1], eye[:-1]]), np.vstack([eye[1:], eye[-1:]])
    once = (before + 2 * eye + after) / 4
    return np.linalg.matrix_power(once, times).astype(np.float32)
