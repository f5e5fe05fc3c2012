"""Food on laid tables."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas
from .meals import pasta, pizza, salad, soup
from .snacks import burger, eggs, sushi
from .sweets import cake, cupcakes, fruit
from .table import fork_and_knife, glass, napkin, table

DISHES = ("pizza", "salad", "soup", "pasta", "fruit", "cake", "eggs", "sushi", "burger", "cupcakes")


def food(canvas: Canvas, rng: np.random.Generator, kind: str) -> None:
    """Paint a laid table with one of DISHES in the middle."""
    table(canvas, rng)
    x = canvas.wide / 2 + float(rng.normal(0, 0.06))
    y = canvas.high / 2 + float(rng.normal(0, 0.05))
    radius, flat = float(rng.uniform(0.32, 0.48)), float(rng.uniform(0.62, 1.0))
    if rng.random() < 0.4:
        napkin(canvas, rng, x - radius - 0.12, y)
    if rng.random() < 0.55:
        fork_and_knife(canvas, rng, x, y, radius + 0.09)
    if rng.random() < 0.5:
        glass(canvas, rng, x + float(rng.choice([-1, 1])) * (radius + 0.08), y - radius * flat - 0.02)
    dish(canvas, rng, kind, x, y, radius, flat)
    if rng.random() < 0.35:
        other = DISHES[int(rng.integers(len(DISHES)))]
        side = float(rng.choice([-1, 1]))
        dish(canvas, rng, other, x + side * (radius + 0.32), y - 0.3, radius * 0.7, flat)


def dish(
    canvas: Canvas, rng: np.random.Generator, kind: str, x: float, y: float, radius: float, flat: float
) -> None:
    """One of DISHES on what it is served on."""
    _DISHES[kind](canvas, rng, x, y, radius, flat)


_DISHES = {
    "pizza": pizza, "salad": salad, "soup": soup, "pasta": pasta, "fruit": fruit, "cake": cake,
    "eggs": eggs, "sushi": sushi, "burger": burger, "cupcakes": cupcakes,
}  # fmt: skip
