"""Eggs, sushi and burgers."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, moved, smooth, spot, turned, varied
from .serving import shine, spread
from .sweets import one_fruit
from .table import plate


def eggs(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """Fried eggs and bacon."""
    plate(canvas, rng, x, y, r, flat)
    for dx in (-0.28, 0.22):
        at = np.array([x + dx * r, y + float(rng.normal(0, 0.05)) * r])
        white = smooth(disc(0, 0, r * 0.34, r * 0.3 * flat)[::4] + rng.normal(0, 0.02, (10, 2)))
        canvas.fill(white + at + 0.006, (150, 140, 120), soft=0.006, strength=0.7)
        canvas.solid(white + at, (248, 246, 238), rng, shade=0.05, grain=0.015)
        canvas.solid(spot(at, r * 0.14, r * 0.13 * flat), (244, 172, 44), rng, shade=0.2, grain=0.01)
        shine(canvas, at[0], at[1], r * 0.13)
    for step in range(3):
        wave = np.linspace(0, 1, 20)
        strip = np.stack(
            [
                x - r * 0.45 + r * 0.9 * wave,
                y + r * flat * (0.36 + 0.09 * step) + 0.012 * np.sin(wave * 18 + step),
            ],
            1,
        )
        canvas.line(strip, r * 0.085, (150, 52, 40))
        canvas.line(moved(strip, 0, 0.006), r * 0.025, (226, 170, 140))
    for _ in range(3):
        one_fruit(
            canvas,
            rng,
            "apple" if rng.random() < 0.2 else "strawberry",
            x + float(rng.uniform(-0.5, 0.5)) * r,
            y - r * flat * 0.5,
            r * 0.1,
        )


def sushi(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """Rolls and slices on a board."""
    outline = box(x - r * 1.15, y - r * flat * 0.6, x + r * 1.15, y + r * flat * 0.6)
    canvas.fill(outline + 0.02, (20, 14, 12), soft=0.025, strength=0.5)
    canvas.solid(
        outline,
        varied(rng, ((52, 48, 48), (232, 230, 224), (150, 110, 74))),
        rng,
        shade=0.08,
        grain=0.05,
        kind="wood",
    )
    for row in (-0.28, 0.26):
        for step in np.linspace(-0.85, 0.85, 5):
            at = np.array([x + step * r, y + row * r * flat])
            filling = varied(rng, ((236, 120, 72), (214, 62, 66), (240, 212, 110), (110, 160, 80)))
            if row < 0:
                canvas.fill(spot(at, r * 0.18, r * 0.17), (30, 40, 32))
                canvas.solid(spot(at, r * 0.15, r * 0.14), (244, 242, 236), rng, shade=0.04, grain=0.06)
                canvas.solid(spot(at, r * 0.07), filling, rng, grain=0.03)
            else:
                canvas.solid(
                    disc(at[0], at[1] + 0.02, r * 0.17, r * 0.13),
                    (246, 244, 238),
                    rng,
                    shade=0.15,
                    grain=0.06,
                )
                canvas.solid(spot(at, r * 0.18, r * 0.1), filling, rng, shade=0.25, grain=0.05, kind="wood")
    for dy in (0.0, 0.03):
        canvas.line(
            np.array([[x - r, y + r * flat * 0.72 + dy], [x + r, y + r * flat * 0.68 + dy]]),
            0.014,
            (126, 60, 44),
        )


def burger(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """A burger with fries."""
    plate(canvas, rng, x, y + r * 0.25, r, flat * 0.6)
    for dx in rng.uniform(0.3, 0.95, 16) * float(rng.choice([-1, 1])):
        at = np.array([x + dx * r * 0.85, y + r * float(rng.uniform(0.1, 0.35))])
        stick = turned(box(-0.012, -r * 0.2, 0.012, r * 0.2), float(rng.uniform(-60, 60))) + at
        canvas.solid(stick, (236, 190, 92), rng, shade=0.15, grain=0.03)
    wide = r * 0.6
    layers = (
        (0.34, 0.15, (206, 142, 76)),
        (0.2, 0.12, (92, 54, 36)),
        (0.1, 0.06, (244, 184, 56)),
        (0.03, 0.07, (196, 50, 40)),
    )
    for dy, thick, colour in layers:
        canvas.solid(disc(x, y + dy * r, wide, thick * r), colour, rng, shade=0.25, grain=0.08, kind="leaf")
    edge = np.stack(
        [
            np.linspace(x - wide * 1.06, x + wide * 1.06, 24),
            y - 0.03 * r + 0.03 * r * np.sin(np.arange(24) * 2.1),
        ],
        1,
    )
    canvas.line(edge, r * 0.09, (112, 164, 64))
    s = np.linspace(np.pi, 2 * np.pi, 24)
    bun = np.stack([x + wide * np.cos(s), y - 0.06 * r + 0.5 * r * np.sin(s)], 1)
    canvas.solid(bun, (208, 140, 70), rng, shade=0.3, grain=0.03)
    for dx, dy in spread(rng, 22, wide * 0.75, 0.5):
        canvas.fill(
            disc(x + dx, y - 0.32 * r + dy * 0.6, 0.01, 0.006, float(rng.uniform(0, 180))), (246, 228, 186)
        )
