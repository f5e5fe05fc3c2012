"""Landscapes: mountains by a lake, hills, woods, the sea, a desert."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, mixed, smooth
from .ground import ground, ridge, water
from .mood import Mood
from .noise import rough
from .sky import horizon_colour, sky
from .trees import conifer, grass, leafy, palm, treeline

LANDS = ("lake", "hills", "forest", "beach", "desert", "peaks")
_MEADOWS = ((112, 136, 66), (132, 144, 72), (92, 124, 62), (158, 150, 84))


def land(canvas: Canvas, mood: Mood, rng: np.random.Generator, kind: str, horizon: float) -> None:
    """Paint a landscape of one of LANDS, its horizon at a height of the canvas."""
    sky(canvas, mood, rng, horizon)
    _PAINTERS[kind](canvas, mood, rng, horizon)


def _lake(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    high = bool(rng.random() < 0.6)
    stone = np.array((112, 110, 112)) if high else np.array((84, 96, 74))
    ridge(canvas, mood, rng, horizon, 0.4, stone, far=0.5, snow=0.5 * high)
    ridge(canvas, mood, rng, horizon, 0.22, np.array((72, 84, 64)), far=0.25)
    treeline(canvas, mood, rng, horizon + 0.004, horizon_colour(mood), 0.2)
    water(canvas, mood, rng, horizon, np.array((62, 96, 116)))
    if rng.random() < 0.7:
        _shore(canvas, mood, rng)


def _shore(canvas: Canvas, mood: Mood, rng: np.random.Generator) -> None:
    meadow = mood.lit(_MEADOWS[int(rng.integers(4))])
    top = canvas.high * float(rng.uniform(0.84, 0.92))
    ground(canvas, mood, rng, top, meadow * 0.8, kind="leaf", bend=0.03)
    grass(canvas, mood, rng, top, meadow * 0.8)
    for side in (0.06, 0.94):
        if rng.random() < 0.5:
            x = canvas.wide * (side + float(rng.normal(0, 0.03)))
            conifer(canvas, mood, rng, x, canvas.high * 0.97, float(rng.uniform(0.55, 0.85)))


def _peaks(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    foot = horizon + 0.1
    ridge(canvas, mood, rng, foot, 0.62, np.array((126, 124, 130)), far=0.4, snow=0.8)
    ridge(canvas, mood, rng, foot, 0.34, np.array((92, 96, 86)), far=0.22, snow=0.2)
    snowed = mood.weather == "snow"
    meadow = mood.lit((226, 230, 236) if snowed else _MEADOWS[int(rng.integers(4))])
    ground(canvas, mood, rng, foot, meadow, kind="leaf", bend=0.05)
    for _ in range(int(rng.integers(6, 18))):
        near = float(rng.uniform(0, 1))
        foot_here = foot + 0.06 + near * (canvas.high - foot) * 0.7
        x = float(rng.uniform(0, 1)) * canvas.wide
        conifer(canvas, mood, rng, x, foot_here, 0.1 + 0.26 * near)


def _hills(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    haze = horizon_colour(mood)
    ridge(canvas, mood, rng, horizon, 0.16, np.array((96, 108, 84)), far=0.6)
    for step in range(3):
        top = horizon + 0.02 + 0.1 * step
        colour = mixed(mood.lit(_MEADOWS[int(rng.integers(4))]), haze, 0.25 - 0.1 * step)
        ground(canvas, mood, rng, top, colour, kind="leaf", bend=0.05)
        for _ in range(int(rng.integers(1, 5))):
            x, tall = float(rng.uniform(0, 1)) * canvas.wide, 0.07 + 0.09 * step
            leafy(canvas, mood, rng, x, top + 0.05, tall, autumn=bool(rng.random() < 0.15))
    if rng.random() < 0.6:
        _path(canvas, mood, rng, horizon + 0.2)
    if rng.random() < 0.4:
        x = canvas.wide * float(rng.choice([0.14, 0.86]))
        leafy(canvas, mood, rng, x, canvas.high * 0.95, float(rng.uniform(0.6, 0.8)))
    grass(canvas, mood, rng, canvas.high * 0.85, mood.lit(_MEADOWS[0]))


def _path(canvas: Canvas, mood: Mood, rng: np.random.Generator, top: float) -> None:
    x = canvas.wide * rng.uniform(0.25, 0.75, 3)
    y = np.linspace(top, canvas.high + 0.05, 3)
    middle = smooth(np.stack([x, y], 1), closed=False, fine=10)
    half = (0.008 + 0.09 * (middle[:, 1:] - top) / (canvas.high - top)) * [1, 0]
    outline = np.vstack([middle - half, (middle + half)[::-1]])
    canvas.fill(outline, mood.lit((178, 158, 122)), soft=0.004, strength=0.9)


def _forest(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    treeline(canvas, mood, rng, horizon + 0.02, horizon_colour(mood), 0.35)
    floor = mood.lit(((108, 96, 62), (88, 104, 56), (120, 92, 58))[int(rng.integers(3))])
    ground(canvas, mood, rng, horizon + 0.01, floor, kind="leaf", bend=0.02)
    autumn, spruces = bool(rng.random() < 0.3), bool(rng.random() < 0.45)
    for near in np.sort(rng.uniform(0, 1, int(rng.integers(9, 17)))):
        x = float(rng.uniform(-0.05, 1.05)) * canvas.wide
        foot = horizon + 0.03 + float(near) * (canvas.high - horizon) * 0.55
        tall = 0.28 + 0.6 * float(near)
        if spruces:
            conifer(canvas, mood, rng, x, foot, tall)
        else:
            leafy(canvas, mood, rng, x, foot, tall, autumn=autumn)
    if rng.random() < 0.5:
        _path(canvas, mood, rng, horizon + 0.04)
    grass(canvas, mood, rng, canvas.high * 0.8, floor)


def _beach(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    if rng.random() < 0.5:
        ridge(canvas, mood, rng, horizon, 0.13, np.array((96, 108, 92)), far=0.5)
    water(canvas, mood, rng, horizon, np.array((46, 116, 140)))
    sand = mood.lit((222, 202, 162))
    top = horizon + (canvas.high - horizon) * float(rng.uniform(0.45, 0.7))
    x = np.linspace(0, canvas.wide, 24)
    for shift, shade in ((-0.05, 0.55), (-0.02, 0.9)):
        foam = np.stack([x, top + shift + 0.012 * rough(rng, 24, 6)], 1)
        canvas.line(foam, 0.012, mood.lit((244, 248, 248)) * shade + sand * (1 - shade) * 0.4)
    ground(canvas, mood, rng, top, sand, kind="grain", bend=0.01)
    for _ in range(int(rng.integers(0, 3))):
        at = canvas.wide * float(rng.choice([0.08, 0.18, 0.82, 0.92]))
        palm(canvas, mood, rng, at, canvas.high * 0.95, float(rng.uniform(0.6, 0.9)))
    if rng.random() < 0.4:
        _sail(canvas, mood, canvas.wide * float(rng.uniform(0.25, 0.75)), horizon + 0.015)


def _sail(canvas: Canvas, mood: Mood, x: float, foot: float) -> None:
    canvas.fill(
        np.array([[x, foot - 0.11], [x, foot - 0.01], [x + 0.055, foot - 0.01]]), mood.lit((246, 244, 238))
    )
    canvas.fill(
        np.array([[x - 0.01, foot - 0.08], [x - 0.01, foot - 0.01], [x - 0.04, foot - 0.01]]),
        mood.lit((226, 224, 220)),
    )
    canvas.fill(
        np.array(
            [
                [x - 0.05, foot - 0.008],
                [x + 0.06, foot - 0.008],
                [x + 0.04, foot + 0.01],
                [x - 0.035, foot + 0.01],
            ]
        ),
        mood.lit((120, 66, 54)),
    )


def _desert(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    if rng.random() < 0.6:
        ridge(canvas, mood, rng, horizon, 0.2, np.array((164, 106, 78)), far=0.35)
    for step in range(4):
        top = horizon + 0.015 + (canvas.high - horizon) * (0.02, 0.18, 0.4, 0.7)[step]
        dune = mood.lit((226 - 6 * step, 174 - 7 * step, 116 - 6 * step))
        ground(canvas, mood, rng, top, dune, kind="water", bend=0.06)
    for _ in range(int(rng.integers(0, 5))):
        near = float(rng.uniform(0.1, 0.9))
        x, y = float(rng.uniform(0, 1)) * canvas.wide, horizon + 0.05 + near * (canvas.high - horizon) * 0.8
        _cactus(canvas, mood, x, y, 0.08 + 0.24 * near)


def _cactus(canvas: Canvas, mood: Mood, x: float, foot: float, tall: float) -> None:
    colour, thick = mood.lit((84, 112, 72)), 0.14 * tall
    canvas.fill(
        disc(x + 0.1 * tall, foot, 0.3 * tall, 0.04 * tall), mood.lit((150, 108, 74)), soft=0.01, strength=0.6
    )
    canvas.fill(box(x - thick / 2, foot - 0.92 * tall, x + thick / 2, foot), colour)
    canvas.fill(disc(x, foot - 0.92 * tall, thick / 2), colour)
    for side, y in ((-1, 0.45), (1, 0.55)):
        arm = np.array(
            [
                [x, foot - y * tall],
                [x + side * 0.22 * tall, foot - y * tall],
                [x + side * 0.22 * tall, foot - (y + 0.28) * tall],
            ]
        )
        canvas.line(arm, 0.7 * thick, colour * 0.92)


_PAINTERS = {
    "lake": _lake,
    "hills": _hills,
    "forest": _forest,
    "beach": _beach,
    "desert": _desert,
    "peaks": _peaks,
}
