"""Streets, cars and lamps."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.mood import Mood
from imgfw_photos.drawn.streets import car, lamp, road, street


@pytest.mark.parametrize("kind", ["noon", "night"])
def test_a_street_is_painted_by_day_and_night(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        mood = Mood(kind, "clear", 0.3, 0.0)
        street(canvas, mood, rng, 0.5)
        road(canvas, mood, rng, 0.6, 0.6)
        car(canvas, mood, rng, 0.6, 0.9, 0.3)
        lamp(canvas, mood, 0.2, 0.9, 0.5)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3
