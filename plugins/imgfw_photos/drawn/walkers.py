"""Animals on four legs, from the side: dogs, sheep and horses."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, disc, smooth, spot, varied
from .fur import fur
from .mood import Mood
from .pets import COATS

# head, ear, eye and tail, the animal walking to the right and one unit high at its back
_SIDES = {
    "horse": (
        ((0.55, -1.22), (0.68, -1.22), (0.92, -0.98), (0.88, -0.88), (0.76, -0.92), (0.6, -1.02)),
        ((0.56, -1.2), (0.6, -1.34), (0.65, -1.2)),
        (0.68, -1.12),
        ((-0.42, -0.78), (-0.6, -0.7), (-0.6, -0.3)),
    ),
    "sheep": (
        ((0.42, -0.72), (0.56, -0.78), (0.78, -0.6), (0.74, -0.48), (0.6, -0.46), (0.46, -0.52)),
        ((0.44, -0.72), (0.34, -0.62), (0.48, -0.62)),
        (0.6, -0.65),
        ((-0.42, -0.5), (-0.47, -0.4), (-0.45, -0.34)),
    ),
    "dog": (
        ((0.4, -1.0), (0.58, -1.04), (0.66, -0.94), (0.88, -0.88), (0.88, -0.78), (0.62, -0.76)),
        ((0.4, -0.98), (0.3, -0.78), (0.4, -0.7), (0.5, -0.92)),
        (0.6, -0.93),
        ((-0.4, -0.58), (-0.58, -0.72), (-0.64, -0.92)),
    ),
}
_NECKS = {
    "horse": ((0.28, -0.86), (0.5, -1.16), (0.66, -1.22), (0.62, -0.95), (0.5, -0.62), (0.3, -0.6)),
    "dog": ((0.24, -0.7), (0.44, -0.94), (0.6, -0.9), (0.5, -0.6), (0.36, -0.5)),
}
_TRUNK = smooth(
    ((-0.6, -0.08), (-0.55, -0.3), (-0.1, -0.34), (0.42, -0.36), (0.58, -0.2), (0.5, 0.04), (0, 0.1))
)


def walking(
    canvas: Canvas, mood: Mood, rng: np.random.Generator, kind: str, x: float, foot: float, tall: float
) -> None:
    """A dog, a sheep or a horse from the side."""
    way = float(rng.choice([-1, 1]))
    white = kind == "sheep"
    coat = mood.lit(varied(rng, ((232, 226, 212), (214, 206, 190)) if white else COATS, 8))
    dark = mood.lit((54, 46, 42)) if white else coat * 0.8
    long, leg = {"sheep": (0.62, 0.3), "horse": (0.62, 0.48), "dog": (0.6, 0.36)}[kind]
    canvas.fill(disc(x, foot, 0.62 * tall, 0.06 * tall), (14, 14, 10), soft=0.03, strength=0.5)
    swing = float(rng.uniform(-0.08, 0.08))
    for dx, back in ((-0.34, 1), (0.3, 1), (-0.26, 0), (0.38, 0)):
        bend = (swing if back else -swing) * tall
        at = np.array(
            [
                [x + way * dx * long * 1.3 * tall, foot - leg * tall * 1.3],
                [x + way * dx * long * 1.3 * tall + bend, foot],
            ]
        )
        canvas.line(at, (0.1 if kind != "horse" else 0.085) * tall, dark * (0.7 if back else 0.95))
    fur(
        canvas,
        rng,
        _TRUNK * [way * tall * long * 1.2, tall] + [x, foot - (leg + 0.12) * tall],
        coat,
        0.05 * tall,
        curly=white,
    )
    _side_head(canvas, rng, kind, np.array([x, foot]), way, tall, coat, dark)


def _side_head(
    canvas: Canvas,
    rng: np.random.Generator,
    kind: str,
    at: np.ndarray,
    way: float,
    tall: float,
    coat: np.ndarray,
    dark: np.ndarray,
) -> None:
    """Head, neck and tail of an animal that stands at a place (2,)."""
    size = np.array([way * tall, tall])
    head, ear, eye, tail = _SIDES[kind]
    if kind in _NECKS:
        fur(canvas, rng, smooth(_NECKS[kind]) * size + at, coat, 0.045 * tall)
    if kind == "horse":
        mane = smooth(((0.24, -0.86), (0.4, -1.06), (0.56, -1.24)), closed=False)
        canvas.line(mane * size + at, 0.07 * tall, dark * 0.5)
    canvas.line(smooth(tail, closed=False) * size + at, 0.06 * tall, dark)
    fur(canvas, rng, smooth(head) * size + at, dark if kind == "sheep" else coat, 0.03 * tall)
    canvas.fill(np.array(ear) * size + at, dark * 0.7)
    canvas.fill(spot(np.array(eye) * size + at, 0.026 * tall), (16, 12, 12))
    if kind == "dog":
        canvas.fill(spot(np.array((0.88, -0.86)) * size + at, 0.04 * tall), (24, 20, 20))
