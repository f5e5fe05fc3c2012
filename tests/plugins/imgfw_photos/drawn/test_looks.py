"""How people look."""

import numpy as np

from imgfw_photos.drawn.looks import PATTERNS, STYLES, myself, somebody


def test_nobody_else_has_the_curls():
    """The one whose album it is is known by red curls and glasses, in other clothes each day."""
    mine = [myself(np.random.default_rng(seed)) for seed in range(20)]
    others = [somebody(np.random.default_rng(seed)) for seed in range(200)]

    assert {looks.style for looks in mine} == {"curls"} and all(looks.glasses for looks in mine)
    assert len({tuple(looks.hair) for looks in mine}) == 1 < len({tuple(looks.cloth) for looks in mine})
    assert {looks.style for looks in others} == set(STYLES)
    assert {looks.pattern for looks in others} == set(PATTERNS)
