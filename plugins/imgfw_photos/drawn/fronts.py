"""Fronts of houses: walls, windows that are lit at night, shops, roofs."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, mixed, varied
from .mood import Mood
from .sky import horizon_colour

FRONTS = (
    (168, 152, 136),
    (150, 142, 138),
    (132, 112, 100),
    (142, 148, 156),
    (182, 170, 150),
    (112, 118, 128),
)
GAY = (
    (198, 120, 92),
    (216, 184, 118),
    (172, 92, 82),
    (146, 164, 170),
    (222, 206, 178),
    (160, 172, 128),
    (196, 150, 140),
)
GLASS = ((96, 122, 146), (112, 136, 152), (84, 104, 126))
LAMP = (255, 206, 128)


def front(
    canvas: Canvas,
    mood: Mood,
    rng: np.random.Generator,
    corners: np.ndarray,
    colour: np.ndarray,
    *,
    floors: int,
    columns: int,
    gain: float = 1.0,
    glass: bool = False,
) -> None:
    """A front with its windows in a quadrangle (4, 2): above left, above right, below right, below left."""
    body = mood.lit(colour) * gain
    canvas.solid(corners, body, rng, shade=0.05, grain=0.03, side=-0.4)
    across = (np.arange(columns)[:, None] + np.array([0.12, 0.88] if glass else [0.22, 0.78])) / columns
    down = (np.arange(floors)[:, None] + np.array([0.1, 0.9] if glass else [0.2, 0.74])) / floors
    down = 0.03 + down * 0.94
    pane = mood.lit(GLASS[int(rng.integers(3))]) * gain * (1.05 if glass else 0.72)
    lit = rng.random((floors, columns)) < 0.1 + 0.42 * mood.dark
    shine = rng.uniform(0.6, 1.05, (floors, columns))
    for j in range(floors):
        for i in range(columns):
            outline = inside(corners, across[i], down[j])
            if lit[j, i] and mood.dark:
                canvas.fill(outline, np.array(LAMP) * shine[j, i])
            else:
                canvas.fill(outline, pane * (0.8 + 0.35 * shine[j, i]))


def inside(corners: np.ndarray, across: np.ndarray, down: np.ndarray) -> np.ndarray:
    """The quadrangle between two shares across and two down."""
    a, b, c, d = corners
    left, right = across
    above, below = down
    points = [(left, above), (right, above), (right, below), (left, below)]
    return np.array([(a * (1 - x) + b * x) * (1 - y) + (d * (1 - x) + c * x) * y for x, y in points])


def shop(canvas: Canvas, mood: Mood, rng: np.random.Generator, corners: np.ndarray, gain: float) -> None:
    """A shop on the ground floor, with its awning."""
    glass = np.array((250, 222, 160)) if mood.dark else mood.lit((96, 100, 104)) * gain
    canvas.fill(inside(corners, np.array([0.1, 0.9]), np.array([0.84, 0.98])), glass)
    cloth = mood.lit(varied(rng, ((176, 52, 46), (52, 92, 76), (226, 216, 194), (54, 74, 120)))) * gain
    canvas.fill(inside(corners, np.array([0.06, 0.94]), np.array([0.8, 0.86])), cloth)


def _roof(
    canvas: Canvas,
    mood: Mood,
    rng: np.random.Generator,
    left: float,
    right: float,
    top: float,
    colour: np.ndarray,
) -> None:
    middle, what = (left + right) / 2, rng.random()
    if what < 0.25:
        canvas.line(np.array([[middle, top], [middle, top - 0.07]]), 0.006, colour * 0.7)
        if mood.dark:
            canvas.fill(disc(middle, top - 0.07, 0.006), (250, 80, 60))
    elif what < 0.5:
        inner = (right - left) * 0.2
        canvas.fill(box(left + inner, top - 0.03, right - inner, top), colour * 0.92)
    elif what < 0.62:
        canvas.fill(np.array([[left, top], [middle, top - 0.08], [right, top]]), colour * 0.85)


def towers(
    canvas: Canvas, mood: Mood, rng: np.random.Generator, foot: float, tall: float, far: float
) -> None:
    """A row of high buildings; those far away fade into the haze."""
    haze = horizon_colour(mood)
    x = float(rng.uniform(-0.1, 0))
    while x < canvas.wide:
        wide = float(rng.uniform(0.07, 0.16))
        middle = 1 - 0.55 * abs(2 * (x + wide / 2) / canvas.wide - 1)
        top = foot - tall * middle * float(rng.uniform(0.45, 1.05))
        colour = varied(rng, GLASS if rng.random() < 0.4 else FRONTS, 12)
        colour = mixed(colour, haze / np.maximum(mood.lit((1, 1, 1)), 0.1), far)
        corners = box(x, top, x + wide, foot)
        floors, columns = max(3, round((foot - top) / 0.035)), max(2, round(wide / 0.03))
        front(
            canvas,
            mood,
            rng,
            corners,
            colour,
            floors=min(floors, 18),
            columns=columns,
            glass=rng.random() < 0.4,
        )
        edge = 0.25 if mood.side < 0 else 0.0
        canvas.fill(
            box(x + wide * (0.75 + 0 * edge), top, x + wide, foot)
            if mood.side < 0
            else box(x, top, x + wide * 0.2, foot),
            (12, 14, 22),
            soft=0.001,
            strength=0.22,
        )
        _roof(canvas, mood, rng, x, x + wide, top, mood.lit(colour))
        x += wide * float(rng.uniform(0.85, 1.15))
