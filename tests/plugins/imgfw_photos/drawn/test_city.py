"""Cities."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.city import CITIES, city
from imgfw_photos.drawn.mood import Mood


@pytest.mark.parametrize("kind", CITIES)
def test_every_city_is_painted(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        city(canvas, Mood("noon", "cloudy", -0.5, 0.0), rng, kind, 0.5)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3


def test_windows_are_lit_at_night():
    """A skyline by night has bright, warm spots on dark ground."""
    canvas = Canvas(160, 120)
    city(canvas, Mood("night", "clear", 0.0, 0.0), np.random.default_rng(1), "skyline", 0.5)

    seen = canvas.array()[20:60]
    bright = seen.max(2) > 180
    assert bright.any() and seen.mean() < 100
    assert (seen[bright][:, 0] > seen[bright][:, 2]).mean() > 0.7
