"""Hair: what lies behind a head, and what on it."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, Place, disc, smooth, spot
from .looks import Looks

_LONG = smooth(
    (
        *((0, -0.6), (0.4, -0.5), (0.52, 0), (0.56, 0.7), (0.42, 1.05)),
        *((-0.42, 1.05), (-0.56, 0.7), (-0.52, 0), (-0.4, -0.5)),
    )
)
_BOB = smooth(
    ((0, -0.6), (0.45, -0.45), (0.54, 0.1), (0.46, 0.45), (-0.46, 0.45), (-0.54, 0.1), (-0.45, -0.45))
)
_CAP = smooth(((-0.4, -0.2), (-0.36, -0.46), (0, -0.6), (0.36, -0.46), (0.4, -0.2)))
_SHADE = smooth(((-0.4, -0.24), (0, -0.32), (0.4, -0.24), (0.34, -0.14), (0, -0.2), (-0.34, -0.14)))
_CURLS = (
    *((-0.33, -0.3), (-0.2, -0.43), (0, -0.48), (0.2, -0.43), (0.33, -0.3)),
    *((-0.1, -0.36), (0.12, -0.37), (-0.4, -0.12), (0.4, -0.12)),
)


def hair_behind(
    canvas: Canvas, rng: np.random.Generator, looks: Looks, middle: np.ndarray, head: float, light: float
) -> None:
    """What hair lies behind the head."""
    colour = looks.hair * light * 0.8
    if looks.style in ("long", "bob"):
        fall = _LONG if looks.style == "long" else _BOB
        canvas.solid(fall * head + middle, colour, rng, grain=0.1)
    elif looks.style == "bun":
        canvas.solid(disc(middle[0], middle[1] - 0.66 * head, 0.2 * head), colour, rng, shade=0.3, grain=0.08)
    elif looks.style == "curls":
        for angle in np.linspace(-225, 45, 26):
            a, far = np.radians(angle), float(rng.uniform(0.42, 0.54))
            at = middle + head * np.array([far * 1.06 * np.cos(a), far * 1.1 * np.sin(a) - 0.08])
            curl = spot(at, head * float(rng.uniform(0.12, 0.17)))
            canvas.solid(curl, colour * rng.uniform(0.9, 1.2), rng, shade=0.3)


def hair(
    canvas: Canvas, rng: np.random.Generator, looks: Looks, light: float, place: Place, head: float
) -> None:
    """The hair on a head, over the face."""
    colour = looks.hair * light
    if looks.style == "cap":
        canvas.solid(place(_CAP), looks.under * light, rng, shade=0.25)
        canvas.fill(place(_SHADE), looks.under * light * 0.7)
    elif looks.style == "curls":
        for x, y in _CURLS:
            curl = disc(x, y, float(rng.uniform(0.11, 0.15)))
            canvas.solid(place(curl), colour * rng.uniform(0.9, 1.2), rng, shade=0.32)
    elif looks.style != "bald":
        _straight(canvas, rng, looks, colour, place, head)


def _straight(
    canvas: Canvas, rng: np.random.Generator, looks: Looks, colour: np.ndarray, place: Place, head: float
) -> None:
    part = float(rng.uniform(-0.2, 0.2))
    low = 0.2 if looks.style in ("long", "bob") else -0.12
    crown = (
        (-0.41, low),
        (-0.43, -0.3),
        (-0.28, -0.56),
        (0, -0.62),
        (0.28, -0.56),
        (0.43, -0.3),
        (0.41, low),
    )
    edge = ((0.36, -0.1), (0.3, -0.27), (part, -0.36), (-0.3, -0.27), (-0.36, -0.1))
    canvas.solid(place(smooth((*crown, *edge))), colour, rng, shade=0.28, grain=0.1)
    for step in np.linspace(-0.3, 0.3, 7):
        strand = smooth(((part * 0.6, -0.58), (step * 0.9, -0.48), (step * 1.15, -0.33)), closed=False)
        canvas.line(place(strand), 0.012 * head, colour * float(rng.choice([0.72, 1.25])))
