"""Meals on plates and in bowls: pizza, salad, soup and pasta."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .canvas import Canvas, Colour, disc, moved, turned, varied
from .serving import shine, spread
from .table import bowl, plate


def pizza(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """A pizza with cheese and one topping."""
    plate(canvas, rng, x, y, r, flat)
    crust = disc(x, y, r * 0.86, r * flat * 0.86) + rng.normal(0, 0.005, (40, 2))
    canvas.solid(crust, (206, 148, 84), rng, shade=0.22, grain=0.1, kind="leaf")
    canvas.solid(
        disc(x, y, r * 0.76, r * flat * 0.76) + rng.normal(0, 0.006, (40, 2)),
        (190, 62, 38),
        rng,
        grain=0.1,
        kind="cloud",
    )
    for dx, dy in spread(rng, 26, r * 0.68, flat):
        cheese = disc(x + dx, y + dy, r * float(rng.uniform(0.07, 0.15)), r * flat * 0.09) + rng.normal(
            0, 0.006, (40, 2)
        )
        canvas.fill(cheese, np.array((246, 214, 132)) * rng.uniform(0.88, 1.03))
    toppings: Sequence[Colour] = ((168, 44, 36), (52, 48, 46), (214, 196, 170), (206, 60, 50))
    top = toppings[int(rng.integers(4))]
    for dx, dy in spread(rng, 11, r * 0.62, flat):
        canvas.fill(
            disc(x + dx + 0.004, y + dy + 0.006, r * 0.095, r * flat * 0.095),
            (120, 60, 30),
            soft=0.004,
            strength=0.6,
        )
        canvas.solid(disc(x + dx, y + dy, r * 0.095, r * flat * 0.095), top, rng, shade=0.25, grain=0.07)
    for dx, dy in spread(rng, 8, r * 0.65, flat):
        canvas.fill(disc(x + dx, y + dy, r * 0.09, r * 0.045, float(rng.uniform(0, 180))), (62, 112, 48))


def salad(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """Leaves and vegetables in a bowl."""
    flat *= 0.8
    bowl(canvas, rng, x, y, r, flat)
    for dx, dy in spread(rng, 66, r * 0.84, flat):
        leaf = disc(0, 0, r * float(rng.uniform(0.12, 0.24)), r * float(rng.uniform(0.07, 0.13)))
        leaf = turned(leaf + rng.normal(0, 0.007, leaf.shape), float(rng.uniform(0, 180)))
        green = np.array(
            ((96, 140, 52), (132, 168, 74), (70, 112, 44), (112, 60, 84))[
                int(rng.choice(4, p=(0.4, 0.3, 0.22, 0.08)))
            ]
        )
        canvas.fill(moved(leaf, x + dx + 0.005, y + dy + 0.008), green * 0.5, strength=0.7)
        canvas.fill(moved(leaf, x + dx, y + dy - 0.02), green * rng.uniform(0.85, 1.25))
    for dx, dy in spread(rng, 12, r * 0.72, flat):
        colour = np.array(
            ((206, 44, 36), (236, 200, 90), (228, 236, 206), (88, 44, 60))[int(rng.integers(4))]
        )
        canvas.solid(disc(x + dx, y + dy - 0.025, r * 0.09, r * 0.075), colour, rng, shade=0.3, grain=0.02)
        shine(canvas, x + dx, y + dy - 0.025, r * 0.1)


def soup(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """A soup with a swirl of cream."""
    flat *= 0.8
    bowl(canvas, rng, x, y, r, flat)
    broth = varied(rng, ((206, 102, 38), (186, 150, 70), (122, 140, 62), (160, 52, 36), (214, 186, 130)), 6)
    canvas.solid(
        disc(x, y + 0.01, r * 0.86, r * flat * 0.82), broth, rng, shade=0.12, grain=0.05, kind="cloud"
    )
    t = np.linspace(0.2, 5 * np.pi, 60)
    swirl = np.stack([x + r * 0.035 * t * np.cos(t), y + r * flat * 0.035 * t * np.sin(t)], 1)
    canvas.line(swirl, 0.012, (246, 238, 220))
    for dx, dy in spread(rng, 18, r * 0.6, flat):
        herb = ((70, 118, 52), (196, 150, 86), (232, 130, 50))[int(rng.integers(3))]
        canvas.fill(disc(x + dx, y + dy, r * 0.05, r * 0.035, float(rng.uniform(0, 180))), herb)


def pasta(canvas: Canvas, rng: np.random.Generator, x: float, y: float, r: float, flat: float) -> None:
    """Noodles with sauce."""
    plate(canvas, rng, x, y, r, flat)
    for dx, dy in spread(rng, 80, r * 0.48, flat):
        a, bend, long = rng.uniform(0, 2 * np.pi), rng.uniform(0.6, 2.2), r * rng.uniform(0.12, 0.3)
        s = np.linspace(-bend, bend, 9)
        strand = turned(np.stack([np.sin(s), 1 - np.cos(s)], 1) * long / bend, float(np.degrees(a))) * [
            1,
            flat,
        ]
        at = moved(strand, x + dx, y + dy - 0.03)
        canvas.line(moved(at, 0.003, 0.006), r * 0.05, (140, 92, 40))
        canvas.line(at, r * 0.038, np.array((238, 200, 116)) * rng.uniform(0.86, 1.05))
    sauce = varied(rng, ((176, 44, 28), (112, 132, 56), (226, 212, 180)), 6)
    for dx, dy in spread(rng, 26, r * 0.26, flat):
        canvas.fill(
            disc(x + dx, y + dy - 0.05, r * 0.09, r * 0.07) + rng.normal(0, 0.005, (40, 2)),
            sauce * rng.uniform(0.8, 1.15),
        )
    for dx, dy in spread(rng, 4, r * 0.14, flat):
        canvas.fill(disc(x + dx, y + dy - 0.07, r * 0.1, r * 0.05, float(rng.uniform(0, 180))), (66, 122, 50))
