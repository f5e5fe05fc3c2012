"""Occlusion: how much less a label has where a place of the picture is covered (Zeiler and Fergus, 2014)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from .network import Lens

SHARE = 6
"""The covered square has a sixth of the shorter side, and moves by half of itself."""

_BATCH = 32


def occlusion(lens: Lens, pixels: np.ndarray, target: str, label: int) -> np.ndarray:
    """How far the label's logit falls where a place is covered: float32 (H, W), 0 where it does not.

    A place has the mean of all squares that cover it. They have the picture's mean colour.
    pixels  float32 (H, W, 3), 0..255
    """
    import numpy as np

    height, width = pixels.shape[:2]
    side = max(2, min(height, width) // SHARE)
    corners = [(y, x) for y in _starts(height, side) for x in _starts(width, side)]
    fill = pixels.mean(axis=(0, 1))
    whole = _logits(lens, pixels[None], target, label)[0]
    fallen, times = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    for begin in range(0, len(corners), _BATCH):
        some = corners[begin : begin + _BATCH]
        covered = np.repeat(pixels[None], len(some), axis=0)
        for row, (y, x) in enumerate(some):
            covered[row, y : y + side, x : x + side] = fill
        for (y, x), logit in zip(some, _logits(lens, covered, target, label), strict=True):
            fallen[y : y + side, x : x + side] += whole - logit
            times[y : y + side, x : x + side] += 1
    found: np.ndarray = np.maximum(fallen / times, 0)
    return found


def _starts(length: int, side: int) -> list[int]:
    """Where squares begin, the last at the very end."""
    return sorted({*range(0, length - side, max(1, side // 2)), length - side})


def _logits(lens: Lens, pixels: np.ndarray, target: str, label: int) -> np.ndarray:
    import numpy as np

    return np.asarray(lens.logits(pixels)[target])[:, label]
