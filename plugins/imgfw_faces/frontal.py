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

_SWAPS = {"eyes": [1, 0, 2, 3, 4], "corners of the mouth": [0, 1, 2, 4, 3], "": [1, 0, 2, 4, 3]}
"""The orders of five points in which a pair changes places; the last is a mirrored face, no pair's fault."""

_GAIN = 0.1
"""By so much landmarks are more like a face with a pair back in its places: 0.12 or more up to 60 degrees of
yaw; those of a face are not by exchanging one, with 2 mm of noise at 90 degrees by 0.08 at most."""

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
    unswapped(found if len(found) == 5 else five_of(found))
    return (found, five_of(model)) if len(found) == 5 else (found[_FROM:], model[_FROM:])


def unswapped(five: np.ndarray) -> None:
    """See that neither the eyes nor the corners of the mouth alone (5, 2) have changed places.

    Raises ValueError that names the pair. What is mirrored as a whole, or no face at all, `nearest` refuses.
    """
    away, want = (
        (points - points.mean(0)) @ [1, 1j] for points in (five, five_of(LANDMARKS[:, :2] * [1, -1]))
    )
    whole = float(np.linalg.norm(away) * np.linalg.norm(want))
    own = abs(np.vdot(away, want))  # as complex numbers, what the best turn gives; no mirror does
    found = {pair: abs(np.vdot(away[order], want)) for pair, order in _SWAPS.items()}
    pair = max(found, key=lambda each: found[each])
    if pair and found[pair] > own + _GAIN * whole:
        raise ValueError(
            f"the left and the right of the {pair} have changed places: the landmarks are like a face by "
            f"{own / whole:.2f}, and by {found[pair] / whole:.2f} with these exchanged"
        )


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
