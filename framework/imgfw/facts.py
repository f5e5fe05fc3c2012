"""Figures of a decoded picture: how bright, how sharp, how noisy it is, and how much there is to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

REVISION = 2
"""Raised when the same picture would give other figures."""

SIDE = 192
"""The shorter side at which pictures are measured; smaller ones as they are."""

_MOST = 16 * SIDE**2  # pixels that are measured at most; only very long strips have more
_OCTAVES = 3
_CELL, _COARSE = 16, 4
_LEVEL = 1 / 255


def measured(image: np.ndarray) -> dict[str, float]:
    """What can be measured of an upright picture uint8 (h, w, 3), rounded to four digits.

    All of it is measured on the luma (ITU-R 601, 0 to 1) of the picture reduced to `SIDE` pixels, so that
    one picture has about the same figures at every size at which it is decoded.

    brightness   mean
    contrast     standard deviation
    shadows      the level that the darkest 5 % reach
    highlights   the level that the brightest 1 % exceed
    sharpness    how much of its edges another small blur takes away, 0 to 1; see `_sharpness`
    noise        standard deviation of the noise where it is quietest; see `_noise`
    information  entropy in bits of what is left after averaging over 4 x 4 pixels, so that noise counts
                 little: plain surfaces have less than 3, up to a noise of 7 levels of 255, photos 4 to 8
    """
    luma = _luma(image)
    levels = _cumulated(luma)
    found = {
        "brightness": luma.mean(),
        "contrast": luma.std(),
        "shadows": levels.searchsorted(0.05) * _LEVEL,
        "highlights": levels.searchsorted(0.99) * _LEVEL,
        "sharpness": _sharpness(luma),
        "noise": _noise(luma),
        "information": _entropy(_averaged(luma, _COARSE)),
    }
    return {name: round(float(value), 4) for name, value in found.items()}


def _luma(image: np.ndarray) -> np.ndarray:
    """float32 (h, w), 0 to 1; the shorter side at most `SIDE`."""
    import numpy as np
    from PIL import Image

    grey = Image.fromarray(image).convert("L")
    smaller = min(1, SIDE / min(grey.size), (_MOST / (grey.width * grey.height)) ** 0.5)
    if smaller < 1:
        width, height = (max(1, round(side * smaller)) for side in grey.size)
        grey = grey.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=1.5)
    return np.asarray(grey, np.float32) * np.float32(_LEVEL)


def _cumulated(luma: np.ndarray) -> np.ndarray:
    """The share of pixels up to each of the 256 levels: float64 (256,)."""
    import numpy as np

    counts = np.bincount((luma * 255 + 0.5).astype(np.uint8).ravel(), minlength=256)
    return np.cumsum(counts) / luma.size


def _sharpness(luma: np.ndarray) -> float:
    """The blur metric of Crété-Roffet et al. ("The Blur Effect", 2007), turned round: 1 is sharp.

    A blur takes much from the steps between neighbours in a sharp picture and little in a blurred one; the
    share it takes does not depend on contrast. Steps below one grey level are rounding and do not count.
    The blurrier direction counts, so motion is found; and of three octaves the least sharp one, because
    in a strong blur rounding makes all the steps there are. A picture without steps has 0.
    """
    import numpy as np

    found = []
    for _ in range(_OCTAVES):
        if min(luma.shape) < 4:
            break
        found += [_taken(luma), _taken(np.ascontiguousarray(luma.T))]
        luma = _averaged(luma, 2)
    return min(found, default=0.0)


def _taken(luma: np.ndarray) -> float:
    """The share of the steps along rows that a mean over three pixels takes away."""
    import numpy as np

    steps = np.abs(luma[:, 2:-1] - luma[:, 1:-2])
    steps *= steps > 1.01 * _LEVEL
    left = np.abs(luma[:, 3:] - luma[:, :-3]) / 3  # the step between the means of three
    taken = np.maximum(steps - left, 0).sum()
    return float(taken / max(steps.sum(), 1e-9))


def _noise(luma: np.ndarray) -> float:
    """Immerkær's estimate ("Fast Noise Variance Estimation", 1996), of the quietest quarter of all cells.

    Noise is everywhere, texture is not: so the cells in which there is least of it tell them apart.
    """
    import numpy as np

    if min(luma.shape) < 3:
        return 0.0
    bent = luma[:-2] - 2 * luma[1:-1] + luma[2:]
    bent = np.abs(bent[:, :-2] - 2 * bent[:, 1:-1] + bent[:, 2:])
    cells = _averaged(bent, min(_CELL, *bent.shape))
    return float(np.percentile(cells, 25)) * float(np.sqrt(np.pi / 2)) / 6


def _averaged(values: np.ndarray, side: int) -> np.ndarray:
    """Means over squares of side x side pixels: (h // side, w // side); what is over is left out."""
    side = min(side, *values.shape)
    height, width = (length // side * side for length in values.shape)
    rows: Any = sum(values[k:height:side, :width] for k in range(side))  # whole rows: far faster than mean()
    averaged: np.ndarray = sum(rows[:, k::side] for k in range(side)) * (1 / side**2)
    return averaged


def _entropy(luma: np.ndarray) -> float:
    """Of the 256 levels, in bits."""
    import numpy as np

    counts = np.bincount((luma * 255 + 0.5).astype(np.uint8).ravel(), minlength=256)
    shares = counts[counts > 0] / luma.size
    return float(-(shares * np.log2(shares)).sum()) + 0.0
