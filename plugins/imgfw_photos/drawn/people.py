"""People, standing or sitting: bodies with arms and clothes below faces."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, smooth
from .faces import face
from .hair import hair_behind
from .looks import Looks

_TROUSERS = ((52, 62, 88), (44, 44, 50), (120, 106, 86), (74, 78, 74))


def person(
    canvas: Canvas,
    rng: np.random.Generator,
    looks: Looks,
    x: float,
    top: float,
    head: float,
    *,
    light: float = 1.0,
    side: float = -0.4,
    foot: float | None = None,
    reach: bool = False,
) -> None:
    """Draw somebody with the middle of their head at x.

    top    where the head begins
    head   its height; all else is in proportion
    light  how bright it is there
    side   where light comes from, -1 left .. 1 right
    foot   where they stand, if legs are to be seen
    reach  whether an arm holds the camera
    """
    middle = np.array([x, top + 0.5 * head])
    tilt = float(rng.normal(0, 5))
    if foot is not None:
        _legs(canvas, rng, x, top + 3.6 * head, foot, head, light)
    hair_behind(canvas, rng, looks, middle, head, light)
    _body(canvas, rng, looks, x, top, head, light, side)
    if reach:
        _arm(canvas, rng, looks, x, top, head, light)
    face(canvas, rng, looks, middle, head, light=light, side=side, tilt=tilt)


def _body(
    canvas: Canvas,
    rng: np.random.Generator,
    looks: Looks,
    x: float,
    top: float,
    head: float,
    light: float,
    side: float,
) -> None:
    neck = smooth([[-0.17, 0.6], [0.17, 0.6], [0.2, 1.0], [0.3, 1.18], [-0.3, 1.18], [-0.2, 1.0]]) * head + [
        x,
        top,
    ]
    canvas.solid(neck, looks.skin * light * 0.86, rng, grain=0.01)
    shape = [
        [-0.24, 1.04],
        [0.24, 1.04],
        [0.62, 1.2],
        [0.8, 1.5],
        [0.9, 2.6],
        [0.84, 3.7],
        [-0.84, 3.7],
        [-0.9, 2.6],
        [-0.8, 1.5],
        [-0.62, 1.2],
    ]
    torso = smooth(shape) * head + [x, top]
    canvas.solid(torso, looks.cloth * light, rng, shade=0.16, side=side, grain=0.05, kind="cloud")
    _pattern(canvas, rng, looks, x, top, head, light)
    collar = smooth(
        [[-0.26, 1.02], [0, 1.3], [0.26, 1.02], [0.18, 0.98], [0, 1.14], [-0.18, 0.98]]
    ) * head + [x, top]
    canvas.fill(smooth([[-0.22, 0.98], [0.22, 0.98], [0, 1.3]]) * head + [x, top], looks.skin * light * 0.84)
    canvas.fill(collar, looks.cloth * light * 0.8)
    for way in (-1, 1):
        seam = smooth([[way * 0.56, 1.75], [way * 0.6, 2.4], [way * 0.55, 3.6]], closed=False) * head + [
            x,
            top,
        ]
        canvas.line(seam, 0.035 * head, looks.cloth * light * 0.72)


def _pattern(
    canvas: Canvas, rng: np.random.Generator, looks: Looks, x: float, top: float, head: float, light: float
) -> None:
    other = looks.under * light
    if looks.pattern == "stripes":
        for y in np.arange(1.45, 3.6, 0.3):
            half = 0.72 + 0.05 * y
            canvas.fill(
                box(x - half * head, top + y * head, x + half * head, top + (y + 0.13) * head),
                other,
                strength=0.85,
                soft=0.004,
            )
    elif looks.pattern == "jacket":
        inner = smooth([[-0.2, 1.08], [0.2, 1.08], [0.24, 2], [0.3, 3.7], [-0.3, 3.7], [-0.24, 2]]) * head + [
            x,
            top,
        ]
        canvas.solid(inner, other, rng, shade=0.08, grain=0.03)
        canvas.line(np.array([[x, top + 1.3 * head], [x, top + 3.6 * head]]), 0.02 * head, other * 0.75)
    elif looks.pattern == "dots":
        for dx, dy in rng.uniform((-0.66, 1.5), (0.66, 3.5), (22, 2)):
            canvas.fill(disc(x + dx * head, top + dy * head, 0.055 * head), other)


def _arm(
    canvas: Canvas, rng: np.random.Generator, looks: Looks, x: float, top: float, head: float, light: float
) -> None:
    """An arm stretched out towards a corner below: somebody takes the picture themselves."""
    way = float(rng.choice([-1, 1]))
    arm = smooth([[0.5, 1.3], [0.85, 1.4], [1.75, 2.5], [2.1, 3.4], [1.5, 3.5], [1.1, 2.6], [0.6, 2.0]]) * [
        way * head,
        head,
    ] + [x, top]
    canvas.solid(arm, looks.cloth * light * 0.94, rng, shade=0.2, grain=0.05, kind="cloud")


def _legs(
    canvas: Canvas, rng: np.random.Generator, x: float, hip: float, foot: float, head: float, light: float
) -> None:
    colour = np.asarray(_TROUSERS[int(rng.integers(4))], float) * light
    canvas.fill(disc(x, foot, 1.1 * head, 0.16 * head), (14, 14, 16), soft=0.1 * head, strength=0.5)
    for way in (-1, 1):
        leg = np.array([[0.02 * way, -0.3], [0.8 * way, -0.3]]) * head + [x, hip]
        shoe = np.array([[0.62 * way, 0.0], [0.2 * way, 0.0]]) * head + [x, foot]
        canvas.solid(np.vstack([leg, shoe]), colour, rng, shade=0.12, grain=0.03)
        canvas.fill(disc(x + way * 0.44 * head, foot - 0.03 * head, 0.3 * head, 0.12 * head), (40, 36, 36))
