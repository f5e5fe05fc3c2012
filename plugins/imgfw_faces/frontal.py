"""A face seen from the front, and the similarity that brings another one nearest to it."""

from __future__ import annotations

import numpy as np

from .fitting import five_of, scheme_of
from .points import LANDMARKS

MIDDLE = 30.0
"""The middle of a face lies so many millimetres below the eyes."""

EYES = float(np.linalg.norm(np.subtract(*five_of(LANDMARKS)[:2, :2])))
"""Between the eyes, in millimetres."""

LIKE = 0.65
"""How like a face landmarks must be: 1 is one from the front, 0.83 is one turned by 70 degrees; with left and
right mistaken it is 0.61 at most up to 60 degrees, with the eyes alone 0.54."""

_FROM = 17
"""The first landmark that counts: those of the jaw before it slide when a head turns."""


def placing(points: np.ndarray, scale: float, middle: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """The similarity that brings a face upright, to so many pixels a millimetre, its middle to `middle`.

    points  (5, 2), (68, 2) or (478, 2) as x, y
    Gives (2, 2) and (2,): a point p comes to turn @ p + shift. It never mirrors, and is nearest by squares
    over eyes, brows, nose and mouth (Procrustes). Raises ValueError where these are no face's.
    """
    turn, shift = nearest(*_pair(points))
    return scale * turn, scale * (shift - [0, MIDDLE]) + middle


def middle_of(points: np.ndarray) -> tuple[np.ndarray, float]:
    """The middle (2,) of a face in pixels, and how many pixels a millimetre of it takes."""
    turn, shift = nearest(*_pair(points))
    back = np.linalg.inv(turn)
    return back @ ([0, MIDDLE] - shift), float(np.sqrt(np.linalg.det(back)))


def _pair(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The points that count, and where a face from the front has them in millimetres; y points down."""
    found = scheme_of(np.asarray(points, float))
    model = LANDMARKS[:, :2] * [1, -1]
    return (found, five_of(model)) if len(found) == 5 else (found[_FROM:], model[_FROM:])


def nearest(found: np.ndarray, model: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turn (2, 2) and shift (2,) that bring `found` (K, 2) nearest to `model` (K, 2); nothing is mirrored.

    Raises ValueError where the points lie on one another, or are not LIKE the model.
    """
    middle, centre = found.mean(0), model.mean(0)
    away, want = found - middle, model - centre
    spread = float((away**2).sum())
    if not spread > 1e-6:
        raise ValueError("all landmarks lie on one another")
    left, size, right = np.linalg.svd(want.T @ away)
    unmirrored = np.array([1.0, np.sign(np.linalg.det(left @ right))])
    together = float((size * unmirrored).sum())
    like = together / float(np.sqrt(spread * (want**2).sum()))
    if not like > LIKE:
        raise ValueError(
            f"the landmarks are no face's: they are like one by {like:.2f}, expected {LIKE} or more; is "
            "their order right, or are left and right mistaken?"
        )
    turn = (left * unmirrored) @ right * together / spread
    return turn, centre - turn @ middle
