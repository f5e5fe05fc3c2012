"""The skin of a person as a texture: tone, blotches, folds, freckles, beard and the scalp under hair."""

from __future__ import annotations

import numpy as np

from .atlas import REACH, SIDE, assemble, skin_place
from .canvas import Canvas, disc
from .features import paint_features
from .head import average_head
from .noise import clouds, stretched
from .person import Person
from .surface import BOTTOM, TOP

_COARSE = 128  # soft shadows are worked out on a coarse grid


def paint(person: Person) -> np.ndarray:
    """The person's atlas, uint8 (H, SIDE, 4)."""
    rng = np.random.default_rng(person.seed)
    canvas = Canvas(_tone(person, rng), _gloss())
    if person.freckles:
        _freckles(canvas, person, rng)
    marks = skin_place(*average_head().texture_landmarks.T)
    paint_features(canvas, person, marks, rng)
    _beard(canvas, person, rng)
    _scalp(canvas, person, rng)
    skin = np.dstack([np.clip(canvas.colour, 0, 255), np.clip(canvas.gloss, 0, 255)])
    return assemble(skin.astype(np.uint8), person.waves)


def _grid(side: int) -> tuple[np.ndarray, np.ndarray]:
    """Millimetres across (1, side) and height (side, 1) of a texture of this side."""
    return 78 * np.linspace(-REACH, REACH, side)[None], np.linspace(TOP, BOTTOM, side)[:, None]


def _spot(x: float, y: float, wide: float, high: float) -> np.ndarray:
    """Soft spots at (x, y) and its mirror place, (_COARSE, _COARSE)."""
    across, height = _grid(_COARSE)
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
    shade += 0.20 * max(person.age - 0.35, 0) * _folds()
    value = stretched(1 - shade + light + blotches, SIDE, SIDE)[..., None]
    blush = (
        stretched(red, SIDE, SIDE)[..., None] * np.array([9, -13, -11]) * (1.25 if person.lipstick else 0.9)
    )
    pores = 1 + 0.012 * rng.normal(size=(SIDE, SIDE, 1))
    return ((person.skin_colour + blush * (1 - 0.09 * person.skin)) * value * pores).astype(np.float32)


def _folds() -> np.ndarray:
    """Lines from nose to mouth and across the forehead."""
    across, height = _grid(_COARSE)
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


def _beard(canvas: Canvas, person: Person, rng: np.random.Generator) -> None:
    if not person.beard:
        return
    across, height = _grid(256)
    side = np.abs(across)
    edge = np.interp(side.ravel(), [0, 18, 30, 48, 62, 76, 90, 100], [-88, -88, -76, -64, -50, -8, 12, 20])
    ramp = lambda t: np.clip(0.5 + t, 0, 1)  # noqa: E731
    jaw = ramp((edge - height) / 9) * ramp((height + 133) / 12) * ramp((100 - side) / 8)
    moustache = ramp((height + 66.5) / 3) * ramp((-52 - height) / 5) * ramp((27 - side) / 6)
    beside = ramp((side - 23) / 4) * ramp((34 - side) / 5) * ramp((-60 - height) / 6) * (height > -100)
    chin = ramp((20 - side) / 6) * ramp((-85 - height) / 5) * (height > -133)
    dense = np.maximum.reduce([jaw, moustache, beside, chin])
    hairs = stretched(rng.normal(size=(128, 256)), 256, 256)
    if person.beard < 0.6:
        amount = dense * np.clip(0.34 + 0.16 * hairs, 0, 1)
    else:
        amount = np.clip(dense * 1.25 + 0.16 * hairs * (dense > 0.02), 0, 1) * 0.93
    amount = stretched(amount, SIDE, SIDE)[..., None]
    lips = canvas.lips[..., None]
    shade = stretched(1 + 0.2 * hairs, SIDE, SIDE)[..., None]
    canvas.colour += (person.hair_colour * 0.8 * shade - canvas.colour) * np.clip(amount, 0, 1) * (1 - lips)
    canvas.gloss *= 1 - 0.7 * np.clip(amount[..., 0], 0, 1)


def _scalp(canvas: Canvas, person: Person, rng: np.random.Generator) -> None:
    """The colour of hair where it grows, so that nothing shines through the strands."""
    if person.style == "bald":
        return
    from .hair import hairline

    across, height = _grid(256)
    grown = (height - hairline(across / 78, person)) / 5
    fuzz = stretched(rng.normal(size=(128, 128)), 256, 256)
    shadow = 0.26 * np.clip(1 + grown / 3, 0, 1) ** 2 * (person.style != "buzz")
    canvas.colour *= 1 - stretched(shadow, SIDE, SIDE)[..., None] * [0.8, 1.0, 1.0]
    amount = np.clip(grown + 0.5 + 0.3 * fuzz, 0, 1) * (0.8 if person.style == "buzz" else 0.96)
    amount = stretched(amount, SIDE, SIDE)[..., None]
    canvas.colour += (person.hair_colour * 0.72 - canvas.colour) * np.clip(amount, 0, 1)
    canvas.gloss *= 1 - 0.8 * np.clip(amount[..., 0], 0, 1)
