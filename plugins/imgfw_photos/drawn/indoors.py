"""Rooms: walls and windows, shelves, a sofa, a kitchen."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, varied
from .noise import piece

_WALLS = (
    (226, 218, 204),
    (204, 210, 208),
    (214, 202, 186),
    (186, 198, 190),
    (198, 186, 180),
    (178, 190, 204),
    (236, 232, 224),
)
_FLOORS = ((150, 110, 76), (118, 88, 64), (184, 160, 130), (132, 126, 122))
_THINGS = (
    (164, 76, 62),
    (70, 104, 128),
    (206, 168, 84),
    (92, 112, 84),
    (92, 80, 108),
    (214, 206, 192),
    (62, 66, 72),
)


def room(canvas: Canvas, rng: np.random.Generator, floor: float) -> None:
    """A room with a few things in it; the floor begins at a height of the canvas."""
    wall(canvas, rng)
    plank = varied(rng, _FLOORS)
    canvas.solid(
        box(-0.02, floor, canvas.wide + 0.02, canvas.high + 0.02),
        plank,
        rng,
        shade=0.12,
        grain=0.08,
        kind="wood",
    )
    canvas.fill(box(0, floor - 0.02, canvas.wide, floor), (236, 232, 224))
    things = [_window, _shelf, _picture, _plant, _lamp]
    for step, x in enumerate(rng.permutation(3)[: int(rng.integers(1, 4))]):
        at = canvas.wide * (float(x) + 0.5) / 3
        things[int(rng.integers(len(things)))](canvas, rng, at, floor)
        if step == 1 and rng.random() < 0.6:
            _sofa(canvas, rng, canvas.wide * float(rng.uniform(0.3, 0.7)), floor)


def wall(canvas: Canvas, rng: np.random.Generator) -> None:
    """A plain wall, lit from one side."""
    colour, side = varied(rng, _WALLS), float(rng.choice([-1, 1]))

    def paint(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        fall = 1 + 0.13 * side * (2 * x / canvas.wide - 1) - 0.08 * (y / canvas.high - 0.3)
        return (fall + 0.012 * piece("grain", rng, len(y), x.shape[1], canvas.unit))[..., None] * colour

    canvas.paint(canvas.whole, paint)


def _window(canvas: Canvas, rng: np.random.Generator, x: float, floor: float) -> None:
    top, foot = 0.1, floor - 0.22
    canvas.fill(box(x - 0.2, top - 0.02, x + 0.2, foot + 0.02), (246, 244, 238))
    canvas.paint(
        box(x - 0.18, top, x + 0.18, foot),
        lambda px, py: np.stack(
            [
                190 + 40 * (py - top) / (foot - top) + 0 * px,
                214 + 20 * (py - top) + 0 * px,
                236 + 0 * px * py,
            ],
            2,
        ),
    )
    canvas.fill(disc(x - 0.08, foot, 0.1, 0.06)[20:], (128, 154, 104))
    canvas.fill(disc(x + 0.08, foot, 0.1, 0.08)[20:], (112, 140, 96))
    canvas.line(np.array([[x, top], [x, foot]]), 0.014, (240, 238, 232))
    canvas.line(
        np.array([[x - 0.18, (top + foot) / 2], [x + 0.18, (top + foot) / 2]]), 0.012, (240, 238, 232)
    )
    cloth = varied(rng, _THINGS)
    for side in (-1, 1):
        for fold in range(4):
            at = x + side * (0.19 + 0.022 * fold)
            canvas.fill(
                box(at - 0.014, top - 0.05, at + 0.014, floor - 0.05), cloth * (1.12 - 0.16 * (fold % 2))
            )


def _shelf(canvas: Canvas, rng: np.random.Generator, x: float, floor: float) -> None:
    wood = varied(rng, _FLOORS)
    canvas.solid(
        box(x - 0.22, 0.1, x + 0.22, floor + 0.02), wood * 0.62, rng, shade=0.08, grain=0.06, kind="wood"
    )
    for y in np.arange(0.1, floor - 0.05, 0.16):
        at = x - 0.205
        while at < x + 0.18:
            wide, high = float(rng.uniform(0.014, 0.034)), float(rng.uniform(0.08, 0.125))
            if rng.random() < 0.85:
                canvas.fill(box(at, y + 0.145 - high, at + wide, y + 0.145), varied(rng, _THINGS, 14))
            at += wide + 0.003
        canvas.fill(box(x - 0.22, y + 0.145, x + 0.22, y + 0.165), wood)


def _picture(canvas: Canvas, rng: np.random.Generator, x: float, floor: float) -> None:
    wide, high, y = float(rng.uniform(0.1, 0.17)), float(rng.uniform(0.1, 0.17)), 0.3
    canvas.fill(
        box(x - wide - 0.012, y - high, x + wide + 0.03, y + high + 0.03),
        (90, 84, 80),
        soft=0.012,
        strength=0.4,
    )
    canvas.fill(
        box(x - wide - 0.015, y - high - 0.015, x + wide + 0.015, y + high + 0.015),
        varied(rng, _FLOORS) * 0.7,
    )
    canvas.fill(box(x - wide, y - high, x + wide, y + high), (240, 236, 228))
    for _ in range(4):
        px, py = rng.uniform(-0.5, 0.5, 2)
        canvas.fill(
            disc(x + px * wide, y + py * high, 0.4 * wide, 0.3 * high, float(rng.uniform(0, 180))),
            varied(rng, _THINGS),
        )


def _plant(canvas: Canvas, rng: np.random.Generator, x: float, floor: float) -> None:
    foot = floor + 0.06
    for angle in np.radians(rng.uniform(-165, -15, 16)):
        s, long = np.linspace(0, 1, 7), float(rng.uniform(0.2, 0.38))
        leaf = np.array([x, foot - 0.14]) + long * np.stack(
            [np.cos(angle) * s, np.sin(angle) * s + 0.35 * s**2], 1
        )
        wide = 0.035 * np.sin(np.pi * s)[:, None] * [0.8, 0.8]
        canvas.fill(
            np.vstack([leaf + wide, (leaf - wide)[::-1]]), np.array((72, 112, 62)) * rng.uniform(0.75, 1.25)
        )
    pot = np.array([[x - 0.09, foot - 0.15], [x + 0.09, foot - 0.15], [x + 0.065, foot], [x - 0.065, foot]])
    canvas.solid(pot, varied(rng, _THINGS), rng, side=-0.9, grain=0.03)


def _lamp(canvas: Canvas, rng: np.random.Generator, x: float, floor: float) -> None:
    canvas.line(np.array([[x, 0.3], [x, floor + 0.05]]), 0.014, (70, 66, 62))
    canvas.fill(disc(x, floor + 0.05, 0.08, 0.02), (70, 66, 62))
    canvas.fill(disc(x, 0.24, 0.3), (255, 236, 190), soft=0.12, strength=0.4)
    canvas.fill(
        np.array([[x - 0.07, 0.14], [x + 0.07, 0.14], [x + 0.13, 0.32], [x - 0.13, 0.32]]), (250, 230, 184)
    )


def _sofa(canvas: Canvas, rng: np.random.Generator, x: float, floor: float) -> None:
    colour = varied(rng, _THINGS)
    canvas.fill(disc(x, floor + 0.2, 0.46, 0.06), (30, 24, 20), soft=0.04, strength=0.5)
    canvas.solid(box(x - 0.4, floor - 0.2, x + 0.4, floor + 0.16), colour, rng, shade=0.12, grain=0.04)
    for side in (-1, 1):
        canvas.solid(
            box(x + side * 0.42 - 0.06, floor - 0.08, x + side * 0.42 + 0.06, floor + 0.18),
            colour * 0.88,
            rng,
            grain=0.04,
        )
        canvas.solid(
            box(x + side * 0.19 - 0.17, floor + 0.0, x + side * 0.19 + 0.17, floor + 0.1),
            colour * 1.1,
            rng,
            shade=0.14,
            grain=0.04,
        )
        canvas.solid(
            box(x + side * 0.25 - 0.08, floor - 0.13, x + side * 0.25 + 0.08, floor + 0.02),
            varied(rng, _THINGS),
            rng,
            grain=0.05,
        )
