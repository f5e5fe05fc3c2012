"""Heat over a picture, and in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_CELLS = 12
"""Finer heat is told in so many cells a side."""


def enlarged(heat: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Heat (h, w) brought to height and width, without steps: float32, never below 0."""
    import numpy as np
    from PIL import Image

    if heat.shape == size:
        return heat
    image = Image.fromarray(heat.astype(np.float32), "F").resize(size[::-1], Image.Resampling.BICUBIC)
    return np.maximum(np.asarray(image), 0)


def over(pixels: np.ndarray, heat: np.ndarray) -> np.ndarray:
    """The picture in grey, and warm colours where the heat is: uint8 (H, W, 3).

    The hottest place has the full colour, whatever its heat; no heat at all leaves grey alone.
    """
    import numpy as np

    share = enlarged(heat, (pixels.shape[0], pixels.shape[1]))
    share = share / max(float(share.max()), 1e-12)
    grey = (pixels @ np.array([0.299, 0.587, 0.114], np.float32))[..., None] * 0.8 + 25
    warm = _warm(share)
    alpha = np.clip(share, 0, 0.65)[..., None]
    mixed: np.ndarray = np.clip(grey * (1 - alpha) + warm * alpha, 0, 255).astype(np.uint8)
    return mixed


def told(heat: np.ndarray) -> dict[str, Any]:
    """Heat as numbers: the share of each cell, row by row, and where the hottest is.

    `x` and `y` of the peak are shares of width and height; without any heat there is no peak.
    """
    import numpy as np

    cells = heat if max(heat.shape) <= 2 * _CELLS else _pooled(heat)
    total = float(cells.sum())
    shares = cells / total if total > 0 else cells
    y, x = np.unravel_index(int(heat.argmax()), heat.shape)
    peak = {"x": round((x + 0.5) / heat.shape[1], 4), "y": round((y + 0.5) / heat.shape[0], 4)}
    return {
        "peak": peak if total > 0 else None,
        "strongest": float(heat.max()),
        "mass": [[round(float(share), 5) for share in row] for row in shares],
    }


def _pooled(heat: np.ndarray) -> np.ndarray:
    """Summed in cells."""
    import numpy as np

    bands = np.array_split(heat, _CELLS, axis=0)
    return np.array([[cell.sum() for cell in np.array_split(band, _CELLS, axis=1)] for band in bands])


def _warm(share: np.ndarray) -> np.ndarray:
    """From dark red over orange to yellow: float32 (..., 3)."""
    import numpy as np

    stops = np.array([[120, 0, 40], [230, 40, 0], [255, 160, 0], [255, 245, 120]], np.float32)
    places = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(share, places, stops[:, band]) for band in range(3)], axis=-1)


def bright(values: np.ndarray) -> np.ndarray:
    """A map (h, w) from black at 0 and below over red to yellow at its largest value: uint8 (h, w, 3)."""
    import numpy as np

    share = np.maximum(values, 0) / max(float(values.max()), 1e-12)
    dark = np.clip(share * 4, 0, 1)[..., None]
    mixed: np.ndarray = (_warm(np.clip(share * 4 - 1, 0, 3) / 3) * dark).astype(np.uint8)
    return mixed
