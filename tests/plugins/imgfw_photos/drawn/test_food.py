"""Food on tables."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.food import DISHES, dish, food


@pytest.mark.parametrize("kind", DISHES)
def test_every_dish_is_served(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        food(canvas, rng, kind)
        dish(canvas, rng, kind, 0.6, 0.5, 0.3, 0.7)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3
