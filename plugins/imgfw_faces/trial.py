"""A drawn face whose landmarks are known: networks from files are tried on it before they are trusted."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from .fitting import five_of

SIDE = 192


@cache
def drawn_face() -> tuple[np.ndarray, np.ndarray]:
    """Somebody from the front in even light: the picture uint8 (192, 192, 3), landmarks float32 (68, 2)."""
    from .light import Light
    from .person import make_person
    from .portrait import make_careful
    from .render import draw

    careful = make_careful(make_person(7, 3), np.random.default_rng(3))
    plain = replace(
        careful,
        expression=(),
        pose=(0.0, 0.0, 0.0),
        tilt=0.0,
        size=0.6,
        centre=(0.5, 0.5),
        light=Light(side=20.0, above=30.0, hard=0.4, warm=0.0, rim=0.0),
        stops=0.0,
        blur=0.0,
        noise=0.0,
        glasses="",
        hat="",
    )
    return draw(plain, SIDE)


def away(points: np.ndarray) -> float:
    """How far landmarks (68, 2) or (5, 2) are on average from those of the drawn face, in eye distances.

    Of 68 the jaw does not count: its points slide.
    """
    known = drawn_face()[1]
    eyes = five_of(known)
    wanted = known[17:] if len(points) == 68 else eyes
    found = points[17:] if len(points) == 68 else points
    return float(np.linalg.norm(found - wanted, axis=1).mean() / np.linalg.norm(eyes[1] - eyes[0]))
