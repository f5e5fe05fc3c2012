"""People."""

from dataclasses import replace

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.looks import PATTERNS, somebody
from imgfw_photos.drawn.people import person


@pytest.mark.parametrize("pattern", PATTERNS)
def test_people_are_painted_near_and_far(pattern):
    """From the waist up, or standing on their feet; with an arm that holds the camera."""
    looks = replace(somebody(np.random.default_rng(1)), pattern=pattern)
    near, far, reaching = Canvas(80, 60), Canvas(80, 60), Canvas(80, 60)
    person(near, np.random.default_rng(0), looks, 0.6, 0.1, 0.4)
    person(far, np.random.default_rng(0), looks, 0.6, 0.1, 0.1, foot=0.9)
    person(reaching, np.random.default_rng(0), looks, 0.6, 0.1, 0.4, reach=True)

    assert near.array()[-1].any() and not far.array()[-3:].any()
    assert far.array()[50].any()
    assert not np.array_equal(near.array(), reaching.array())
