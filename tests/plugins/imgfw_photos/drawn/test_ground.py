"""Mountains, ground and water."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.ground import ground, ridge, water
from imgfw_photos.drawn.mood import Mood


@pytest.mark.parametrize("kind", ["rock", "snow"])
def test_mountains_and_meadows_are_painted(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        mood = Mood("noon", "cloudy", -0.5, 0.0)
        ridge(canvas, mood, rng, 0.6, 0.4, np.array((110, 110, 112)), far=0.3, snow=0.5 * (kind == "snow"))
        ground(canvas, mood, rng, 0.55, np.array((110, 130, 70)))
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3


def test_water_mirrors_what_is_above():
    """A bright upper half makes bright water, a dark one dark water."""
    found = []
    for shade in (20, 220):
        canvas = Canvas(80, 60)
        canvas.fill(canvas.whole, (shade, shade, shade))
        water(canvas, Mood("noon", "clear", 0.0, 0.0), np.random.default_rng(0), 0.5, np.array((60, 90, 110)))
        found.append(canvas.array()[35:].mean())

    assert found[1] > found[0] + 60


def test_there_is_no_water_below_the_picture():
    """Nothing is changed."""
    canvas = Canvas(80, 60)
    water(canvas, Mood("noon", "clear", 0.0, 0.0), np.random.default_rng(0), 1.0, np.array((60, 90, 110)))

    assert not canvas.array().any()
