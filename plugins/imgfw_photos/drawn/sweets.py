"""Fruit, a cake and cupcakes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .canvas import Canvas, disc, moved, smooth, turned, varied
from .serving import shine, spread
from .table import bowl, plate, shadow

_FRUITS = ("apple", "orange", "banana", "grapes", "lemon", "strawberry")
_ROUND: dict[str, tuple[tuple[int, int, int], ...]] = {
    "apple": ((188, 42, 40), (126, 166, 60), (212, 150, 60)),
    "orange": ((236, 136, 36),),
    "lemon": ((240, 214, 70),),
}
_BERRY = 0.8 * smooth(((-0.7, -0.5), (0, -0.75), (0.7, -0.5), (0.55, 0.3), (0, 0.95), (-0.55, 0.3)))
_LEAVES = 0.8 * np.array(((-0.6, -0.7), (0, -0.35), (0.6, -0.7), (0.15, -0.65), (0, -1), (-0.15, -0.65)))
_ARC = np.linspace(0.15, 0.85, 9) * np.pi
_BANANA = 0.9 * np.vstack(
    [
        np.stack([np.cos(_ARC) * 1.5, np.sin(_ARC) * 1.1], 1),
        np.stack([np.cos(_ARC) * 1.32, np.sin(_ARC) * 0.6 + 0.05], 1)[::-1],
    ]
)


def one_fruit(canvas: Canvas, rng: np.random.Generator, kind: str, x: float, y: float, size: float) -> None:
    """One fruit of a kind and a size."""
    canvas.fill(
        disc(x + 0.01, y + size * 0.5, size * 0.9, size * 0.6), (26, 18, 12), soft=0.02, strength=0.45
    )
    if kind == "banana":
        outline = turned(_BANANA * size, float(rng.normal(0, 16)))
        canvas.solid(moved(outline, x, y - size * 0.6), (236, 202, 66), rng, shade=0.25, grain=0.03)
    elif kind == "grapes":
        colour = np.array(((92, 52, 106), (150, 176, 82))[int(rng.integers(2))])
        for dx, dy in spread(rng, 20, size, 0.8):
            canvas.solid(disc(x + dx, y + dy, size * 0.27), colour, rng, shade=0.4, grain=0.02)
            shine(canvas, x + dx, y + dy, size * 0.3)
    elif kind == "strawberry":
        berry, leaf = moved(_BERRY * size, x, y), moved(_LEAVES * size, x, y)
        canvas.solid(berry, (206, 40, 44), rng, shade=0.3, grain=0.1, kind="leaf")
        canvas.fill(leaf, (82, 132, 56))
    else:
        wide = size * (1.15 if kind == "lemon" else 1.0)
        canvas.solid(disc(x, y, wide, size * 0.95), varied(rng, _ROUND[kind]), rng, shade=0.36, grain=0.04)
        shine(canvas, x, y, size)
        if kind == "apple":
            stalk = np.array([[x, y - size * 0.75], [x + size * 0.15, y - size * 1.25]])
            canvas.line(stalk, size * 0.1, (84, 58, 38))
            canvas.fill(disc(x + size * 0.4, y - size * 1.1, size * 0.3, size * 0.13, -25), (88, 132, 56))


def fruit(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """Fruit in a bowl."""
    bowl(canvas, rng, x, y, r, flat * 0.7)
    for step, (dx, dy) in enumerate(spread(rng, 15, r * 0.72, flat * 0.5)):
        kind = _FRUITS[int(rng.integers(len(_FRUITS)))]
        size = r * (0.2 if kind == "strawberry" else 0.3)
        one_fruit(canvas, rng, kind, x + dx, y + dy - 0.02 - 0.004 * step, size)


def cake(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """A cake of layers, now and then with candles."""
    plate(canvas, rng, x, y, r, flat * 0.8)
    cream = varied(rng, ((248, 236, 214), (240, 190, 196), (96, 58, 42), (226, 206, 168)), 4)
    wide, high, tall = r * 0.68, r * flat * 0.5, r * 0.42
    s = np.linspace(0, np.pi, 24)
    layers: list[Sequence[float] | np.ndarray] = [(214, 166, 104), cream, (196, 140, 84), cream]
    for step, colour in enumerate(layers):
        foot, over = y - tall * step / 4, y - tall * (step + 1) / 4
        side = np.vstack(
            [
                np.stack([x + wide * np.cos(s), foot + high * np.sin(s)], 1),
                np.stack([x - wide * np.cos(s), over + high * np.sin(s)], 1),
            ]
        )
        canvas.solid(side, colour, rng, shade=0.12, side=-0.9, grain=0.06, kind="leaf")
    top = y - tall
    canvas.solid(disc(x, top, wide, high), cream, rng, shade=0.08, grain=0.02, kind="cloud")
    for angle in np.linspace(0, 2 * np.pi, 11)[:-1]:
        at = x + wide * 0.78 * np.cos(angle), top + high * 0.74 * np.sin(angle)
        one_fruit(canvas, rng, "strawberry", at[0], at[1] - 0.02, r * 0.11)
    if rng.random() < 0.4:
        for dx in np.linspace(-0.3, 0.3, 5):
            canvas.line(
                np.array([[x + dx * wide, top], [x + dx * wide, top - r * 0.25]]),
                r * 0.035,
                varied(rng, ((90, 150, 210), (230, 100, 120), (240, 200, 80))),
            )
            canvas.fill(
                disc(x + dx * wide, top - r * 0.29, r * 0.06), (255, 196, 90), soft=0.015, strength=0.8
            )
            canvas.fill(disc(x + dx * wide, top - r * 0.29, r * 0.02, r * 0.04), (255, 240, 190))


def cupcakes(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """Five small cakes."""
    plate(canvas, rng, x, y, r, flat)
    for dx, dy in ((-0.36, -0.3), (0.34, -0.28), (0.0, 0.02), (-0.36, 0.3), (0.36, 0.32)):
        cx, cy, size = x + dx * r * 1.1, y + dy * r * flat, r * 0.22
        shadow(canvas, cx, cy + size * 0.8, size * 0.8, size * 0.5)
        cup = np.array([[-1, 0], [1, 0], [0.72, 1.1], [-0.72, 1.1]]) * size + [cx, cy]
        canvas.solid(
            cup, varied(rng, ((96, 60, 46), (220, 120, 130), (110, 160, 190))), rng, side=-0.9, grain=0.03
        )
        cream = varied(rng, ((250, 240, 228), (240, 170, 190), (180, 220, 210), (120, 76, 56)), 5)
        for step in range(4):
            canvas.solid(
                disc(cx, cy - size * 0.3 * step, size * (1.08 - 0.24 * step), size * 0.38),
                cream,
                rng,
                shade=0.22,
                grain=0.02,
            )
        canvas.solid(disc(cx, cy - size * 1.15, size * 0.2), (196, 36, 44), rng, shade=0.3, grain=0.01)
