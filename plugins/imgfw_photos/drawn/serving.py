"""What dishes have in common: what lies scattered on them, and how they shine."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, disc


def spread(rng: np.random.Generator, count: int, radius: float, flat: float) -> np.ndarray:
    """Places (count, 2) within an ellipse, from the back to the front."""
    angle, far = rng.uniform(0, 2 * np.pi, count), radius * np.sqrt(rng.uniform(0, 1, count))
    at = np.stack([far * np.cos(angle), flat * far * np.sin(angle)], 1)
    return at[np.argsort(at[:, 1])]


def shine(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A light reflected by what is round."""
    canvas.fill(
        disc(x - 0.35 * size, y - 0.4 * size, 0.22 * size, 0.14 * size, -30),
        (255, 255, 250),
        soft=0.1 * size,
        strength=0.6,
    )
