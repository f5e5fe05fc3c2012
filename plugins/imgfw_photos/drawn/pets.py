"""Cats and dogs that look at us, sitting or close."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, disc, mixed, smooth, varied
from .fur import fur

COATS = ((196, 130, 70), (62, 56, 54), (148, 140, 132), (226, 214, 196), (124, 86, 58), (210, 176, 130))
_CAT = smooth(
    (
        *((0, -0.45), (0.36, -0.36), (0.55, 0.0), (0.46, 0.3), (0.18, 0.45)),
        *((-0.18, 0.45), (-0.46, 0.3), (-0.55, 0.0), (-0.36, -0.36)),
    )
)
_DOG = smooth(
    (
        *((0, -0.48), (0.34, -0.42), (0.45, -0.08), (0.36, 0.26), (0.2, 0.5)),
        *((-0.2, 0.5), (-0.36, 0.26), (-0.45, -0.08), (-0.34, -0.42)),
    )
)
_UPRIGHT = np.array(((0.1, -0.36), (0.34, -0.82), (0.46, -0.2)))
_HANGING = smooth(((0.24, -0.46), (0.5, -0.4), (0.66, 0.05), (0.56, 0.34), (0.42, 0.22), (0.36, -0.12)))


def sitting(
    canvas: Canvas,
    rng: np.random.Generator,
    kind: str,
    x: float,
    foot: float,
    tall: float,
    light: float = 1.0,
) -> None:
    """A cat or a dog that sits and looks at us."""
    coat = varied(rng, COATS, 8) * light
    belly = np.minimum(coat * 1.25 + 14, 246)
    canvas.fill(disc(x, foot, 0.4 * tall, 0.06 * tall), (18, 14, 12), soft=0.04 * tall, strength=0.55)
    tail = smooth([[0.2, -0.06], [0.5, -0.05], [0.56, -0.25], [0.48, -0.42]], closed=False) * [
        float(rng.choice([-1, 1])) * tall,
        tall,
    ] + [x, foot]
    canvas.line(tail, 0.085 * tall, coat * 0.82)
    body = smooth(
        [
            [-0.12, -0.62],
            [0.12, -0.62],
            [0.24, -0.35],
            [0.3, -0.08],
            [0.2, 0],
            [-0.2, 0],
            [-0.3, -0.08],
            [-0.24, -0.35],
        ]
    ) * tall + [x, foot]
    fur(canvas, rng, body, coat, 0.05 * tall, stripes=kind == "cat" and rng.random() < 0.5)
    fur(
        canvas,
        rng,
        smooth([[0, -0.6], [0.13, -0.4], [0.08, -0.12], [-0.08, -0.12], [-0.13, -0.4]]) * tall + [x, foot],
        belly,
        0.05 * tall,
    )
    for way in (-1, 1):
        leg = smooth(
            [[way * 0.02, -0.36], [way * 0.13, -0.36], [way * 0.12, -0.02], [way * 0.02, -0.02]]
        ) * tall + [x, foot]
        fur(canvas, rng, leg, coat * 1.04, 0.03 * tall)
        canvas.solid(
            disc(x + way * 0.08 * tall, foot - 0.02 * tall, 0.075 * tall, 0.04 * tall), belly, rng, grain=0.05
        )
    (_cat_head if kind == "cat" else _dog_head)(canvas, rng, x, foot - 0.74 * tall, 0.4 * tall, coat, belly)


def head_of(
    canvas: Canvas, rng: np.random.Generator, kind: str, x: float, y: float, size: float, light: float = 1.0
) -> None:
    """The head of a cat or a dog, close."""
    coat = varied(rng, COATS, 8) * light
    belly = np.minimum(coat * 1.25 + 14, 246)
    chest = smooth([[-0.5, 0.3], [0.5, 0.3], [0.8, 1.0], [0.9, 2.4], [-0.9, 2.4], [-0.8, 1.0]]) * size + [
        x,
        y,
    ]
    fur(canvas, rng, chest, coat * 0.9, 0.12 * size)
    (_cat_head if kind == "cat" else _dog_head)(canvas, rng, x, y, size, coat, belly)


def _cat_head(
    canvas: Canvas,
    rng: np.random.Generator,
    x: float,
    y: float,
    size: float,
    coat: np.ndarray,
    belly: np.ndarray,
) -> None:
    at = np.array([x, y])
    for way in (-1, 1):
        ear = np.array([[way * 0.08, -0.34], [way * 0.42, -0.72], [way * 0.5, -0.14]]) * size + at
        fur(canvas, rng, ear, coat * 0.92, 0.05 * size)
        canvas.fill((ear - ear.mean(0)) * 0.55 + ear.mean(0), mixed(coat, (226, 150, 140), 0.6))
    fur(canvas, rng, _CAT * size + at, coat, 0.09 * size, stripes=rng.random() < 0.5)
    fur(canvas, rng, disc(x, y + 0.24 * size, 0.25 * size, 0.17 * size), belly, 0.05 * size)
    iris = np.array(((150, 176, 70), (214, 168, 60), (96, 150, 176))[int(rng.integers(3))])
    for way in (-1, 1):
        canvas.fill(disc(x + way * 0.22 * size, y - 0.03 * size, 0.125 * size, 0.115 * size), coat * 0.4)
        canvas.fill(disc(x + way * 0.22 * size, y - 0.03 * size, 0.105 * size, 0.1 * size), iris)
        canvas.fill(disc(x + way * 0.22 * size, y - 0.03 * size, 0.035 * size, 0.085 * size), (14, 14, 14))
        canvas.fill(disc(x + way * 0.22 * size + 0.03 * size, y - 0.07 * size, 0.022 * size), (250, 250, 250))
        for lift in (-0.06, 0.02, 0.1):
            hair = np.array(((way * 0.14, 0.24), (way * 0.72, 0.2 + lift))) * size + at
            canvas.line(hair, 0.008 * size, (240, 238, 232))
    canvas.fill(np.array([[-0.075, 0.1], [0.075, 0.1], [0, 0.18]]) * size + at, (206, 120, 116))
    for way in (-1, 1):
        canvas.line(
            smooth([[0, 0.18], [way * 0.02, 0.27], [way * 0.13, 0.28]], closed=False) * size + at,
            0.018 * size,
            coat * 0.35,
        )


def _dog_head(
    canvas: Canvas,
    rng: np.random.Generator,
    x: float,
    y: float,
    size: float,
    coat: np.ndarray,
    belly: np.ndarray,
) -> None:
    at = np.array([x, y])
    fur(canvas, rng, _DOG * size + at, coat, 0.08 * size)
    ears = _UPRIGHT if rng.random() < 0.3 else _HANGING
    for way in (-1, 1):
        ear = ears * [way * size, size] + at
        fur(canvas, rng, ear, coat * 0.72, 0.07 * size)
    if rng.random() < 0.5:
        blaze = smooth(((0, -0.46), (0.08, -0.2), (0.1, 0.1), (-0.1, 0.1), (-0.08, -0.2))) * size + at
        fur(canvas, rng, blaze, belly, 0.05 * size)
    fur(canvas, rng, disc(x, y + 0.26 * size, 0.26 * size, 0.23 * size), belly, 0.06 * size)
    for way in (-1, 1):
        canvas.fill(disc(x + way * 0.19 * size, y - 0.08 * size, 0.085 * size, 0.08 * size), coat * 0.4)
        canvas.fill(disc(x + way * 0.19 * size, y - 0.08 * size, 0.065 * size), (44, 28, 20))
        canvas.fill(disc(x + way * 0.19 * size + 0.02 * size, y - 0.11 * size, 0.02 * size), (250, 250, 250))
    if rng.random() < 0.5:
        canvas.solid(
            smooth([[-0.09, 0.36], [0.09, 0.36], [0.1, 0.58], [0, 0.66], [-0.1, 0.58]]) * size + at,
            (224, 110, 116),
            rng,
            grain=0.02,
        )
    canvas.line(
        smooth([[-0.18, 0.34], [0, 0.37], [0.18, 0.34]], closed=False) * size + at, 0.025 * size, (50, 34, 30)
    )
    canvas.solid(
        disc(x, y + 0.15 * size, 0.11 * size, 0.085 * size), (36, 30, 30), rng, shade=0.4, grain=0.02
    )
    canvas.fill(disc(x - 0.03 * size, y + 0.12 * size, 0.03 * size, 0.015 * size), (200, 200, 204))
