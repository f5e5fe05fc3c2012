"""Beards: stubble or full, along the jaw, around the mouth and under the chin."""

from __future__ import annotations

import numpy as np

from .atlas import SIDE, skin_grid
from .canvas import Canvas
from .noise import stretched
from .person import Person

_GRID = 256


def paint_beard(canvas: Canvas, person: Person, rng: np.random.Generator) -> None:
    """Paint the person's beard into the skin; the canvas knows where the lips are."""
    if not person.beard:
        return
    dense = density()
    hairs = stretched(rng.normal(size=(_GRID // 2, _GRID)), _GRID, _GRID)
    if person.beard < 0.6:
        grown = dense * np.clip(0.34 + 0.16 * hairs, 0, 1)
    else:
        grown = 0.93 * np.clip(dense * 1.25 + 0.16 * hairs * (dense > 0.02), 0, 1)
    amount = np.clip(stretched(grown, SIDE, SIDE), 0, 1) * (1 - canvas.lips)
    shade = stretched(1 + 0.2 * hairs, SIDE, SIDE)[..., None]
    canvas.colour += (person.hair_colour * 0.8 * shade - canvas.colour) * amount[..., None]
    canvas.gloss *= 1 - 0.7 * amount


def density() -> np.ndarray:
    """How densely a beard grows, 0..1 over the skin part of the atlas."""
    across, height = skin_grid(_GRID)
    side = np.abs(across)
    edge = np.interp(side, [0, 18, 30, 48, 62, 76, 90, 100], [-88, -88, -76, -64, -50, -8, 12, 20])
    jaw = _ramp((edge - height) / 9) * _ramp((height + 133) / 12) * _ramp((100 - side) / 8)
    moustache = _ramp((height + 66.5) / 3) * _ramp((-52 - height) / 5) * _ramp((27 - side) / 6)
    beside = _ramp((side - 23) / 4) * _ramp((34 - side) / 5) * _ramp((-60 - height) / 6) * (height > -100)
    chin = _ramp((20 - side) / 6) * _ramp((-85 - height) / 5) * (height > -133)
    return np.maximum.reduce([jaw, moustache, beside, chin])


def _ramp(value: np.ndarray) -> np.ndarray:
    return np.clip(0.5 + value, 0, 1)
