"""Whether two thumbnails show one picture, by normalised cross-correlation after fitting one to the other.

What is correlated is the detail of brightness: a band of frequencies without the broad light and dark that
portraits, skies and rooms have in common. The fit (Gauss-Newton) moves the edges of one picture by up to
a twentieth of its side inwards or outwards, which undoes crops of either. One frame or backdrop around
different things correlates too, so every part must agree with its counterpart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fingerprint import planes
from .overlap import between, fit_step, overlap, read

if TYPE_CHECKING:
    import numpy as np

LEAST_CORRELATION, LEAST_TILE = 0.92, 0.7
"""Of the whole, and of the least agreeing of its sixteen tiles."""

LARGEST_TONE, LARGEST_TINT = 18, 16
"""Levels by which brightness (contrast aside) and colour of a tile may differ; copies reach 17 and 16."""

LEAST_DETAIL, EQUAL = 1.0, 4
"""A picture with less detail (levels, rms) is like another only if no level differs by more than EQUAL."""

_COARSE, _FINE = (1, 4), (1, 2)
LEAST_OUTLINE = 0.5
"""Correlation of outlines below which no fit is tried; 5 % off each side leaves 99.6 % of photos above."""

_STEPS = (
    *((16, _COARSE, LEAST_OUTLINE), (16, _COARSE, 0.7)),
    *((32, _FINE, 0.6), (32, _FINE, 0.8), (32, _FINE, 0.88), (32, _FINE, 0.88)),
)
"""Side, smoothings that bound the band, and the correlation below which a pair is given up.

Of 10,000 copies of photos those that fitted at a later step had come to 0.61, 0.86 and 0.92 at the fine ones.
"""
_TURNED_ROUND, _STILL, _UNMOVED = 0.6, 0.3 / 32, 0.5 / 32
"""A fit that came so far and no further is tried from the other picture's side; not where it stood still with
its edges where they began, as frames of one camera do: the same would come of it."""


def alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """bool (K,): which pairs of thumbnails uint8 (K, 1152), laid the same way, show one picture."""
    import numpy as np

    found = np.abs(one.astype(np.int16) - other).max(1, initial=0) <= EQUAL
    unsure = np.flatnonzero(~found & (_tints(one, other) <= LARGEST_TINT))
    fits, best, still = _fitted(one[unsure], other[unsure])
    again = ~fits & ~still & (best >= _TURNED_ROUND)
    fits[again] = _fitted(other[unsure[again]], one[unsure[again]])[0]
    fitting = unsure[fits]
    found[fitting] = ~_plain(one[fitting]) & ~_plain(other[fitting])
    return found


def outlines(thumbs: np.ndarray) -> np.ndarray:
    """float32 (K, 16, 16): the coarse detail of thumbnails, of unit power; zeros where there is next to none.

    The sum of the product of two is their correlation before any fit, which costs less than `alike`.
    """
    import numpy as np

    detail = between(_halved(planes(thumbs)[0].astype(np.float32)), _COARSE)
    power = np.sqrt(_mean(detail, detail))
    scale = np.where(power < LEAST_DETAIL, 0, 1 / (16 * np.maximum(power, LEAST_DETAIL)))
    return (detail * scale[:, None, None]).astype(np.float32)


def _tints(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Levels (K,) by which the mean colours differ, as a first glance."""
    import numpy as np

    colours, others = (planes(each)[1].mean((2, 3)) for each in (one, other))
    return np.abs(colours - others).max(1, initial=0)


def _plain(thumbs: np.ndarray) -> np.ndarray:
    import numpy as np

    return between(planes(thumbs)[0].astype(np.float32), _FINE).std((1, 2)) < LEAST_DETAIL


def _fitted(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(K,) each: whether a pair fits, its best correlation, whether it stood still."""
    import numpy as np

    still = np.zeros(len(one), bool)
    fits, best = np.zeros(len(one), bool), np.full(len(one), -1, np.float32)
    edges, left = np.zeros((len(one), 2, 2), np.float32), np.arange(len(one))
    images = {32: [planes(each)[0].astype(np.float32) for each in (one, other)]}
    images[16] = [_halved(each) for each in images[32]]
    for side, band, floor in _STEPS:
        if not len(left):
            break
        first, second = images[side]
        a, b, moved = fit_step(first[left], second[left], edges[left], band)
        found = _correlation(a, b)
        best[left] = np.maximum(best[left], found)
        if side == 32:
            good = found >= LEAST_CORRELATION
            those = left[good]
            tiles = _least_tile(a[good], b[good]) >= LEAST_TILE
            fits[those] = tiles & _same_tones(one[those], other[those], edges[those])
        change = np.abs(moved - edges[left]).max((1, 2), initial=0)
        still[left] = (change < _STILL) & (np.abs(edges[left]).max((1, 2), initial=0) < _UNMOVED)
        edges[left] = moved
        left = left[(found >= floor) & ~fits[left]]
    return fits, best, still


def _halved(images: np.ndarray) -> np.ndarray:
    rows = images[:, ::2] + images[:, 1::2]
    return (rows[:, :, ::2] + rows[:, :, 1::2]) / 4


def _same_tones(one: np.ndarray, other: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """bool (K,): whether brightness and colours agree in every tile of the overlap."""
    import numpy as np

    (light, colours), (others_light, others_colours) = planes(one), planes(other)
    a, b = _overlapping(light, others_light, edges)
    a, b = a - _mean(a)[:, None, None], b - _mean(b)[:, None, None]
    contrast = np.sqrt(_mean(a, a) / (_mean(b, b) + 1e-6)).clip(0.8, 1.25)
    tones = np.abs(_tiles(a - contrast[:, None, None] * b)).max((1, 2), initial=0)
    tints = [
        np.abs(_tiles(a - b)).max((1, 2), initial=0)
        for a, b in (_overlapping(colours[:, c], others_colours[:, c], edges) for c in (0, 1))
    ]
    return (tones <= LARGEST_TONE) & (np.maximum(*tints) <= LARGEST_TINT)


def _overlapping(one: np.ndarray, other: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    own, others = overlap(edges, one.shape[-1])
    return read(one.astype("float32"), own), read(other.astype("float32"), others)


def _correlation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    import numpy as np

    return _mean(a, b) / np.sqrt(_mean(a, a) * _mean(b, b) + 1e-9)


def _least_tile(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """float32 (K,): how well the least agreeing of 4 x 4 tiles agrees; a tile without detail agrees well."""
    import numpy as np

    power = _mean(a, a)
    b = b * np.sqrt(power / (_mean(b, b) + 1e-6))[:, None, None]
    little = 2 * (0.05 * power + 1)[:, None, None]
    agreement = (2 * _tiles(a * b) + little) / (_tiles(a * a) + _tiles(b * b) + little)
    return agreement.min((1, 2), initial=1)


def _tiles(images: np.ndarray) -> np.ndarray:
    """The means (K, 4, 4) of the sixteen tiles of pictures (K, side, side)."""
    cells = images.shape[-1] // 4
    return images.reshape(-1, 4, cells, 4, cells).mean((2, 4))


def _mean(*images: np.ndarray) -> np.ndarray:
    """float32 (K,): the mean of pictures (K, side, side), or of the product of two."""
    import numpy as np

    return np.einsum(",".join(["kij"] * len(images)) + "->k", *images) / images[0].shape[-1] ** 2
