"""The skin of a person as a texture: tone, blotches, folds, freckles and the scalp under hair."""

from __future__ import annotations

import numpy as np

from .atlas import SIDE, assemble, skin_grid, skin_place
from .beard import paint_beard
from .canvas import Canvas, disc
from .features import paint_features
from .hair import hairline
from .head import average_head
from .noise import clouds, stretched
from .person import Person

_COARSE = 128  # soft shadows are worked out on a coarse grid


def paint(person: Person) -> np.ndarray:
    """The person's atlas, uint8 (H, SIDE, 4)."""
    rng = np.random.default_rng(person.seed)
    canvas = Canvas(_tone(person, rng), _gloss())
    if person.freckles:
        _freckles(canvas, person, rng)
    marks = skin_place(*average_head().texture_landmarks.T)
    paint_features(canvas, person, marks, rng)
    paint_beard(canvas, person, rng)
    _scalp(canvas, person, rng)
    skin = np.dstack([np.clip(canvas.colour, 0, 255), np.clip(canvas.gloss, 0, 255)])
    return assemble(skin.astype(np.uint8), person.waves)


def _spot(x: float, y: float, wide: float, high: float) -> np.ndarray:
    """Soft spots at (x, y) and its mirror place, (_COARSE, _COARSE)."""
    across, height = skin_grid(_COARSE)
    return np.exp(-(((np.abs(across) - x) / wide) ** 2) - ((height - y) / high) ** 2)


def _tone(person: Person, rng: np.random.Generator) -> np.ndarray:
    red = 0.95 * _spot(46, -36, 19, 19) + 0.75 * _spot(0, -40, 12, 12) + 0.3 * _spot(0, -100, 20, 12)
    red += 0.25 * _spot(0, 50, 40, 14)
    shade = 0.16 * _spot(17, 8, 8, 10) + 0.13 * _spot(33, -9, 13, 5) * (0.6 + person.age)
    shade += 0.15 * _spot(0, -89, 20, 5) + 0.13 * _spot(17, -40, 5, 12) + 0.10 * _spot(66, -10, 12, 40)
    shade += 0.34 * _spot(0, -140, 70, 22)  # under the chin
    light = 0.07 * _spot(0, 45, 36, 22) + 0.07 * _spot(0, -20, 6, 22) + 0.05 * _spot(0, -110, 13, 9)
    light += 0.05 * _spot(40, -22, 14, 8)
    blotches = 0.022 * clouds(rng, _COARSE, _COARSE, (6, 14, 30))
    shade += 0.45 * max(person.age - 0.45, 0) * _folds()
    value = stretched(1 - shade + light + blotches, SIDE, SIDE)[..., None]
    blush = (
        stretched(red, SIDE, SIDE)[..., None] * np.array([9, -13, -11]) * (1.25 if person.lipstick else 0.9)
    )
    pores = 1 + 0.012 * rng.normal(size=(SIDE, SIDE, 1))
    return ((person.skin_colour + blush * (1 - 0.09 * person.skin)) * value * pores).astype(np.float32)


def _folds() -> np.ndarray:
    """Lines from nose to mouth and across the forehead."""
    across, height = skin_grid(_COARSE)
    side = np.abs(across)
    cheek = np.exp(-(((side - 19 - (-46 - height) * 0.45) / 2.6) ** 2)) * ((height < -44) & (height > -76))
    brow = sum(np.exp(-(((height - y - 2 * np.cos(across / 14)) / 1.9) ** 2)) for y in (42, 51, 60))
    return 1.3 * cheek + 0.8 * brow * np.exp(-((across / 42) ** 4))


def _gloss() -> np.ndarray:
    shine = 70 + 60 * _spot(0, 40, 34, 22) + 80 * _spot(0, -34, 8, 14) + 45 * _spot(42, -24, 14, 9)
    return np.clip(stretched(shine + 25 * _spot(0, -108, 14, 9), SIDE, SIDE), 0, 255).copy()


def _freckles(canvas: Canvas, person: Person, rng: np.random.Generator) -> None:
    for _ in range(90):
        across, height = rng.normal(0, 30), rng.normal(-24, 11)
        centre = skin_place(np.array(across / 78), np.array(height))
        size = rng.uniform(0.5, 1.3)
        canvas.fill(disc(centre, size, size), person.skin_colour * [0.78, 0.66, 0.58], strength=0.5, soft=0.6)


def _scalp(canvas: Canvas, person: Person, rng: np.random.Generator) -> None:
    """The colour of hair where it grows, so that nothing shines through the strands."""
    if person.style == "bald":
        return
    across, height = skin_grid(256)
    grown = (height - hairline(across / 78, person)) / 5
    fuzz = stretched(rng.normal(size=(128, 128)), 256, 256)
    shadow = 0.26 * np.clip(1 + grown / 3, 0, 1) ** 2 * (person.style != "buzz")
    canvas.colour *= 1 - stretched(shadow, SIDE, SIDE)[..., None] * [0.8, 1.0, 1.0]
    amount = np.clip(grown + 0.5 + 0.3 * fuzz, 0, 1) * (0.8 if person.style == "buzz" else 0.96)
    amount = stretched(amount, SIDE, SIDE)[..., None]
    canvas.colour += (person.hair_colour * 0.72 - canvas.colour) * np.clip(amount, 0, 1)
    canvas.gloss *= 1 - 0.8 * np.clip(amount[..., 0], 0, 1)
