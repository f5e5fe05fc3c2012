"""Cities: skylines, streets, old houses by the water and on squares, by day and night."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, varied
from .fronts import GAY, front, shop, towers
from .land import ground, water
from .mood import Mood
from .sky import sky
from .streets import lamp, road, street
from .trees import leafy

CITIES = ("skyline", "street", "harbour", "square")


def city(canvas: Canvas, mood: Mood, rng: np.random.Generator, kind: str, horizon: float) -> None:
    """Paint a city of one of CITIES, its horizon at a height of the canvas."""
    sky(canvas, mood, rng, horizon)
    _PAINTERS[kind](canvas, mood, rng, horizon)


def _skyline(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    foot = horizon + 0.03
    towers(canvas, mood, rng, foot, 0.42, 0.5)
    towers(canvas, mood, rng, foot, 0.36, 0.12)
    if rng.random() < 0.6:
        water(canvas, mood, rng, foot, np.array((58, 82, 100)))
        canvas.fill(box(0, foot - 0.008, canvas.wide, foot + 0.008), mood.lit((92, 88, 84)))
        return
    ground(canvas, mood, rng, foot, mood.lit((128, 126, 122)), bend=0.004)
    for _ in range(int(rng.integers(3, 9))):
        leafy(
            canvas,
            mood,
            rng,
            float(rng.uniform(0, 1)) * canvas.wide,
            foot + 0.09,
            float(rng.uniform(0.1, 0.18)),
        )
    road(canvas, mood, rng, foot + 0.12, canvas.wide / 2)


def _houses(canvas: Canvas, mood: Mood, rng: np.random.Generator, foot: float, tall: float) -> None:
    x = float(rng.uniform(-0.1, 0))
    while x < canvas.wide:
        wide = float(rng.uniform(0.15, 0.26))
        top = foot - tall * float(rng.uniform(0.75, 1.1))
        colour = varied(rng, GAY, 10)
        tiles = mood.lit(varied(rng, ((142, 78, 58), (104, 74, 66), (86, 84, 88)), 8))
        roof = tall * 0.26
        canvas.fill(
            np.array([[x, top], [x + wide / 2, top - roof], [x + wide, top]]),
            tiles if rng.random() < 0.5 else mood.lit(colour) * 0.9,
        )
        if rng.random() < 0.5:
            canvas.fill(
                box(x + wide * 0.68, top - roof * 0.9, x + wide * 0.78, top - roof * 0.2), tiles * 0.8
            )
        corners = box(x, top, x + wide, foot)
        front(canvas, mood, rng, corners, colour, floors=int(rng.integers(3, 5)), columns=3)
        shop(canvas, mood, rng, corners, 1.0)
        canvas.line(np.array([[x, top], [x + wide, top]]), 0.008, mood.lit(colour) * 0.75)
        x += wide


def _harbour(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    foot = horizon + 0.1
    _houses(canvas, mood, rng, foot, 0.36)
    canvas.fill(box(0, foot - 0.01, canvas.wide, foot + 0.03), mood.lit((124, 116, 106)))
    water(canvas, mood, rng, foot + 0.03, np.array((56, 80, 88)))
    for _ in range(int(rng.integers(1, 4))):
        _boat(
            canvas,
            mood,
            rng,
            float(rng.uniform(0.1, 0.9)) * canvas.wide,
            foot + float(rng.uniform(0.09, 0.3)),
        )


def _boat(canvas: Canvas, mood: Mood, rng: np.random.Generator, x: float, y: float) -> None:
    hull = mood.lit(varied(rng, ((224, 222, 216), (150, 52, 44), (44, 76, 110), (74, 116, 104))))
    canvas.fill(
        np.array([[x - 0.13, y - 0.03], [x + 0.15, y - 0.04], [x + 0.1, y + 0.02], [x - 0.1, y + 0.02]]), hull
    )
    canvas.fill(box(x - 0.05, y - 0.08, x + 0.05, y - 0.03), mood.lit((234, 230, 220)))
    canvas.line(np.array([[x + 0.06, y - 0.04], [x + 0.06, y - 0.26]]), 0.007, mood.lit((110, 92, 74)))


def _square(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    foot = horizon + 0.14
    if rng.random() < 0.6:
        _church(canvas, mood, rng, canvas.wide * float(rng.uniform(0.25, 0.75)), foot)
    _houses(canvas, mood, rng, foot, 0.34)
    stone = mood.lit((162, 154, 144))
    ground(canvas, mood, rng, foot, stone, kind="grain", bend=0.0)
    for share in np.linspace(0.05, 1, 9) ** 2:
        y = foot + (canvas.high - foot) * share
        canvas.line(np.array([[0, y], [canvas.wide, y]]), 0.004, stone * 0.82)
    for x in np.linspace(-1.5, 2.5, 22):
        canvas.line(
            np.array(
                [[canvas.wide / 2 + (x - 0.5) * 0.6, foot], [canvas.wide / 2 + (x - 0.5) * 2, canvas.high]]
            ),
            0.003,
            stone * 0.84,
        )
    for x in rng.uniform(0, 1, int(rng.integers(0, 4))):
        lamp(canvas, mood, float(x) * canvas.wide, foot + 0.1, 0.34)


def _church(canvas: Canvas, mood: Mood, rng: np.random.Generator, x: float, foot: float) -> None:
    stone = mood.lit(varied(rng, ((192, 178, 154), (170, 142, 118), (206, 200, 190))))
    canvas.solid(box(x - 0.07, foot - 0.62, x + 0.07, foot), stone, rng, shade=0.12, grain=0.04)
    canvas.fill(
        np.array([[x - 0.08, foot - 0.62], [x, foot - 0.85], [x + 0.08, foot - 0.62]]),
        mood.lit((92, 118, 104)),
    )
    canvas.fill(disc(x, foot - 0.54, 0.035), mood.lit((232, 226, 206)))
    for y in (0.46, 0.36):
        canvas.fill(box(x - 0.015, foot - y, x + 0.015, foot - y + 0.06), mood.lit((60, 58, 64)))


_PAINTERS = {"skyline": _skyline, "street": street, "harbour": _harbour, "square": _square}
