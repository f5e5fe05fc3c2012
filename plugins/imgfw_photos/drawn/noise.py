"""Textures that are made once for a size and kept: clouds, rock, wood and grain."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image

_CELLS = {
    "cloud": ((5, 5), (10, 10), (20, 20), (40, 40), (80, 80)),
    "rock": ((8, 8), (16, 16), (32, 32), (64, 64), (128, 128)),
    "wood": ((40, 2), (110, 3), (260, 5)),
    "water": ((60, 6), (130, 16), (200, 40)),
    "grain": ((90, 90), (220, 220)),
    "leaf": ((40, 40), (90, 90), (160, 160)),
}
"""For each texture the (rows, columns) of its layers, coarse ones first."""
_FADE = {"cloud": 0.55, "rock": 0.62, "wood": 0.9, "water": 0.8, "grain": 1.0, "leaf": 0.9}


def stretched(field: np.ndarray, high: int, wide: int) -> np.ndarray:
    """A small float32 field made larger, smoothly."""
    picture = Image.fromarray(field.astype(np.float32))
    return np.asarray(picture.resize((wide, high), Image.Resampling.BICUBIC))


@lru_cache(maxsize=24)
def sheet(kind: str, side: int) -> np.ndarray:
    """A texture float32 (side, side), mean 0 and spread 1; the same for the same side."""
    rng = np.random.default_rng(sorted(_CELLS).index(kind))
    total = np.zeros((side, side), np.float32)
    for step, (rows, columns) in enumerate(_CELLS[kind]):
        total += _FADE[kind] ** step * stretched(rng.normal(size=(rows, columns)), side, side)
    if kind == "rock":  # lit from the left, as slopes are
        across, down = np.gradient(total)[::-1]
        total = across - 0.5 * down
    total -= total.mean()
    return (total / total.std()).astype(np.float32)


def piece(kind: str, rng: np.random.Generator, high: int, wide: int, unit: int) -> np.ndarray:
    """A part float32 (high, wide) of a texture, another one each time; `unit` is the side of a picture."""
    field = sheet(kind, max(2 * unit, high, wide))
    top, left = (int(rng.integers(len(field) - need + 1)) for need in (high, wide))
    found = field[top : top + high, left : left + wide]
    return found[:, ::-1] if kind != "rock" and rng.random() < 0.5 else found


def rough(rng: np.random.Generator, count: int, coarse: int = 4) -> np.ndarray:
    """A rough line float (count,) about 0, as ridges and treetops are."""
    line, knots, weight = np.zeros(count), coarse, 1.0
    place = np.linspace(0, 1, count)
    while knots < count:
        line += weight * np.interp(place, np.linspace(0, 1, knots), rng.uniform(-1, 1, knots))
        knots, weight = knots * 2, weight * 0.5
    return line
