"""Heads that a photo may be of, and what a face may do a little: weights of the head's modes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .modes import EXPRESSIONS, MODES, Places

Weights = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Shape:
    """A head as it differs from the average one.

    weights     (name, weight) of modes and expressions
    wide, high  its size relative to the average
    """

    weights: Weights = ()
    wide: float = 1.0
    high: float = 1.0

    def feeling(self, expression: Weights) -> Shape:
        """This head with a movement of the face added."""
        return Shape(self.weights + expression, self.wide, self.high)


SHAPES: tuple[Shape, ...] = (
    Shape(),
    Shape((("nose-forward", 1.3), ("brow-ridge", 1.0), ("chin-forward", 1.0))),
    Shape((("nose-forward", -1.3), ("nose-bridge", -1.2), ("cheek-full", 0.8))),
    Shape((("jaw-width", 1.2), ("chin-long", 0.6)), wide=1.05),
    Shape((("jaw-width", -1.0), ("chin-long", -0.6)), wide=0.95),
    Shape((("cheek-full", 1.5), ("nose-wide", 0.8)), wide=1.03),
    Shape((("face-long", 1.2), ("nose-long", 0.9), ("cheek-full", -0.8)), high=1.03),
    Shape((("face-long", -1.2), ("nose-long", -0.9)), high=0.96),
    Shape((("brow-ridge", 1.4), ("nose-bridge", 1.2), ("chin-forward", -0.8))),
    Shape((("chin-forward", 1.2), ("nose-bridge", -0.6), ("brow-ridge", -1.0), ("lips-full", 0.6))),
)
"""The average head first, then nine others; all are of grown-ups."""

FEELINGS: tuple[Weights, ...] = (
    (("smile", 0.45),),
    (("smile", -0.3),),
    (("brow-up", 0.6),),
    (("pucker", 0.35),),
)
"""Movements that need nothing a photo does not show: no teeth, no closed eyes."""


def moved(points: np.ndarray, shape: Shape) -> np.ndarray:
    """Points (N, 3) of the average head in mm, where this head has them."""
    places = Places(points, points[:, 1])
    fields = {**MODES, **EXPRESSIONS}
    total = points.copy()
    for name, weight in shape.weights:
        total += weight * fields[name](places)
    return total * [shape.wide, shape.high, shape.wide]
