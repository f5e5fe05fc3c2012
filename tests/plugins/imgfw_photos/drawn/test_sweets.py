"""Fruit and cakes."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.sweets import cake, cupcakes, fruit, one_fruit


@pytest.mark.parametrize("kind", [fruit, cake, cupcakes])
def test_sweets_are_painted(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        kind(canvas, rng, 0.6, 0.5, 0.4, 0.8)
        one_fruit(canvas, rng, "banana", 0.2, 0.2, 0.1)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3
