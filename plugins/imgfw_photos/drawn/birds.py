"""Birds on branches."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, Points, disc, smooth, varied
from .fur import fur
from .mood import Mood

_FEATHERS = ((186, 70, 50), (66, 116, 176), (226, 186, 60), (92, 92, 88), (84, 140, 88), (150, 110, 80))
_BREASTS = ((236, 226, 206), (226, 150, 80), (240, 214, 120))
_BODY = smooth(
    (
        (-0.6, 0.15),
        (-0.2, -0.25),
        (0.2, -0.5),
        (0.5, -0.42),
        (0.62, -0.1),
        (0.5, 0.3),
        (0.1, 0.46),
        (-0.35, 0.38),
    )
)
_BREAST = smooth(((0.56, -0.15), (0.5, 0.26), (0.1, 0.44), (-0.1, 0.34), (0.25, 0.1)))
_TAIL = np.array(((-0.5, 0.05), (-1.35, 0.42), (-1.25, 0.56), (-0.4, 0.35)))
_BEAK = np.array(((0.66, -0.6), (1.02, -0.46), (0.68, -0.4)))


def bird(canvas: Canvas, mood: Mood, rng: np.random.Generator, x: float, y: float, size: float) -> None:
    """A bird from the side, on a branch."""
    way = float(rng.choice([-1, 1]))
    span, at = np.array([way * size, size]), np.array([x, y])

    def place(points: Points) -> np.ndarray:
        return np.asarray(points) * span + at

    coat, breast = mood.lit(varied(rng, _FEATHERS, 8)), mood.lit(varied(rng, _BREASTS, 6))
    _branch(canvas, mood, rng, at, size)
    for dx in (-0.1, 0.15):
        canvas.line(place(((dx, 0.35), (dx + 0.05, 0.64))), 0.05 * size, mood.lit((120, 92, 60)))
    canvas.solid(place(_TAIL), coat * 0.7, rng, grain=0.06)
    fur(canvas, rng, place(_BODY), coat, 0.07 * size)
    fur(canvas, rng, place(_BREAST), breast, 0.06 * size)
    fur(canvas, rng, place(disc(0.42, -0.5, 0.3)), coat * 1.05, 0.05 * size)
    canvas.fill(place(_BEAK), mood.lit((230, 160, 60)))
    canvas.fill(place(disc(0.52, -0.55, 0.06)), (18, 16, 16))
    canvas.fill(place(disc(0.54, -0.57, 0.018)), (248, 248, 248))
    for step in range(3):
        wing = smooth(
            ((0.15 - 0.1 * step, -0.2), (0.05, 0.12), (-0.5 - 0.12 * step, 0.3 - 0.02 * step), (-0.3, -0.02))
        )
        canvas.solid(place(wing), coat * (0.62 + 0.12 * step), rng, shade=0.15, grain=0.1, kind="wood")


def _branch(canvas: Canvas, mood: Mood, rng: np.random.Generator, at: np.ndarray, size: float) -> None:
    wood = smooth(((-3, 0.75), (-1, 0.62), (0.6, 0.6), (3, 0.45)), closed=False) * size + at
    canvas.line(wood, 0.14 * size, mood.lit((92, 72, 56)))
    for dx, dy in zip(rng.uniform(-2.4, 2.4, 7), rng.normal(0.6, 0.15, 7), strict=True):
        leaf = disc(dx, dy, 0.24, 0.1, float(rng.uniform(-60, 60))) * size + at
        canvas.fill(leaf, mood.lit((96, 136, 62)) * rng.uniform(0.8, 1.2))
