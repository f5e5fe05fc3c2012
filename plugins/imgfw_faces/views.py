"""Which views a photo of a face can give: one from the front gives all, a turned one those further round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NEAR_FRONTAL = 15.0
"""Up to so many degrees of yaw both sides of a face are seen well."""

_SLACK = 3.0  # a photo's own yaw is not known better


@dataclass(frozen=True)
class View:
    """A yaw in degrees, positive to the picture's right, and the number of a shape."""

    yaw: float
    shape: int


def views(photo: float, yaws: Sequence[float], shapes: int, *, turn_back: bool) -> tuple[View, ...]:
    """The views of a photo with this yaw, each once, those of any run of neighbours far apart.

    yaws       0 and above, each meant to both sides
    turn_back  give turned photos those nearer to the front, too
    There is always one yaw: of a photo turned further than all of them, the largest to its side.
    """
    wanted = _wanted(photo, yaws, turn_back)
    count = len(wanted)
    # the shape goes on with each view and, so that none comes twice, once more with each round of yaws
    return tuple(
        View(wanted[number % count], (number % count + number // count) % shapes)
        for number in range(count * shapes)
    )


def _wanted(photo: float, yaws: Sequence[float], turn_back: bool) -> tuple[float, ...]:
    """Yaws of either sign: the turned ones from the nearest to the furthest, the front in the middle."""
    turned = sorted(yaw for yaw in set(yaws) if yaw)
    front = (0.0,) if 0 in yaws else ()
    if abs(photo) < NEAR_FRONTAL:
        both = [side * yaw for yaw in turned for side in (1.0, -1.0)]
        return (*both[: len(both) // 2], *front, *both[len(both) // 2 :])
    side = 1.0 if photo > 0 else -1.0
    further = [side * yaw for yaw in turned if yaw > abs(photo) - _SLACK]
    nearer = [side * yaw for yaw in turned if yaw <= abs(photo) - _SLACK]
    if turn_back:
        return (*further, *reversed(nearer), *front) or front
    return tuple(further) or (side * turned[-1] if turned else 0.0,)
