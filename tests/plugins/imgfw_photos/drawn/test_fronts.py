"""Fronts of houses."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas, box
from imgfw_photos.drawn.fronts import front, inside, shop, towers
from imgfw_photos.drawn.mood import Mood


@pytest.mark.parametrize("kind", ["towers", "front"])
def test_fronts_are_painted(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        mood = Mood("noon", "cloudy", -0.5, 0.0)
        if kind == "towers":
            towers(canvas, mood, rng, 0.9, 0.6, 0.2)
        else:
            corners = box(0.1, 0.1, 0.9, 0.9)
            front(canvas, mood, rng, corners, np.array((160, 140, 120)), floors=4, columns=5)
            shop(canvas, mood, rng, corners, 1.0)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3


def test_what_is_inside_a_quadrangle_follows_its_corners():
    """Shares across and down of a square are coordinates."""
    assert np.allclose(
        inside(box(0, 0, 1, 1), np.array([0.2, 0.4]), np.array([0.1, 0.9])), box(0.2, 0.1, 0.4, 0.9)
    )
