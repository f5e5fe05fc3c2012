"""Under water: fish among stones and plants."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, Points, box, disc, moved, smooth, turned, varied
from .noise import piece

_STONES = ((110, 104, 98), (190, 96, 110), (206, 140, 80))
_SCALES = ((240, 130, 40), (236, 206, 70), (70, 130, 210), (190, 196, 204), (206, 70, 90))
_FISH = smooth(
    ((1, 0.02), (0.6, -0.36), (0, -0.48), (-0.6, -0.24), (-0.88, 0), (-0.6, 0.24), (0, 0.46), (0.6, 0.34))
)
_FINS = (
    ((-0.8, 0), (-1.35, -0.42), (-1.2, 0), (-1.35, 0.42)),
    ((-0.3, -0.4), (0.1, -0.75), (0.4, -0.38)),
    ((-0.1, 0.4), (0.1, 0.68), (0.3, 0.38)),
)
_BAND = smooth(((0, -0.42), (0.14, -0.4), (0.18, 0), (0.12, 0.4), (0, 0.42), (0.05, 0)))


def reef(canvas: Canvas, rng: np.random.Generator) -> None:
    """Under water: fish among stones and plants, in light from above."""
    deep = np.array(((24, 92, 140), (30, 120, 140), (20, 70, 110))[int(rng.integers(3))], float)

    def paint(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        rays = piece("cloud", rng, len(y), x.shape[1], canvas.unit)[:1]
        gain = 1.5 - 0.75 * y / canvas.high + 0.14 * rays * (1 - y / canvas.high)
        return gain[..., None] * deep

    canvas.paint(canvas.whole, paint)
    floor = canvas.high * 0.86
    canvas.solid(
        box(-0.02, floor, canvas.wide + 0.02, canvas.high + 0.02),
        (186, 170, 128) * np.array((0.8, 0.95, 1.0)),
        rng,
        grain=0.1,
    )
    for x in rng.uniform(0, 1, 9) * canvas.wide:
        (_stone if rng.random() < 0.5 else _weed)(canvas, rng, x, floor)
    for _ in range(int(rng.integers(1, 6))):
        _fish(
            canvas,
            rng,
            canvas.wide * float(rng.uniform(0.15, 0.85)),
            canvas.high * float(rng.uniform(0.15, 0.75)),
            float(rng.uniform(0.09, 0.24)),
        )
    for x, y in rng.uniform(0, 1, (14, 2)) * [canvas.wide, canvas.high * 0.8]:
        canvas.fill(disc(x, y, float(rng.uniform(0.004, 0.012))), (220, 240, 246), strength=0.5)


def _stone(canvas: Canvas, rng: np.random.Generator, x: float, floor: float) -> None:
    outline = disc(x, floor + 0.03, float(rng.uniform(0.05, 0.13)), 0.07)
    canvas.solid(outline, varied(rng, _STONES), rng, grain=0.2, kind="leaf")


def _weed(canvas: Canvas, rng: np.random.Generator, x: float, floor: float) -> None:
    s = np.linspace(0, 1, 10)
    for _ in range(5):
        sway = 0.03 * np.sin(s * 6 + float(rng.uniform(0, 6))) + float(rng.normal(0, 0.02)) * s
        blade = np.stack([x + sway, floor + 0.05 - s * float(rng.uniform(0.2, 0.45))], 1)
        canvas.line(blade, 0.014, np.array((60, 130, 80)) * rng.uniform(0.7, 1.2))


def _fish(canvas: Canvas, rng: np.random.Generator, x: float, y: float, size: float) -> None:
    span = np.array([float(rng.choice([-1, 1])) * size, size])
    turn = float(rng.normal(0, 8))
    coat, band = varied(rng, _SCALES), varied(rng, ((246, 244, 236), (36, 44, 70)))

    def place(points: Points) -> np.ndarray:
        return moved(turned(np.asarray(points, float) * span, turn), x, y)

    for fin in _FINS:
        canvas.solid(place(fin), coat * 0.82, rng, grain=0.1, kind="wood")
    canvas.solid(place(_FISH), coat, rng, shade=0.3, grain=0.14, kind="leaf")
    for dx in (0.32, -0.28):
        canvas.fill(place(moved(_BAND, dx, 0)), band, soft=0.002, strength=0.9)
    canvas.fill(place(disc(0.66, -0.1, 0.11)), (246, 246, 240))
    canvas.fill(place(disc(0.66, -0.1, 0.065)), (14, 14, 18))
