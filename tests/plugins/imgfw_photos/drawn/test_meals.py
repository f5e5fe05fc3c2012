"""Meals."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.meals import pasta, pizza, salad, soup


@pytest.mark.parametrize("kind", [pizza, salad, soup, pasta])
def test_meals_are_painted(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        kind(canvas, rng, 0.6, 0.5, 0.4, 0.8)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3
