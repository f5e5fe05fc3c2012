"""Cats and dogs."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.pets import head_of, sitting


@pytest.mark.parametrize("kind", ["cat", "dog"])
def test_pets_are_painted(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        sitting(canvas, rng, kind, 0.5, 0.95, 0.8)
        head_of(canvas, rng, kind, 1.0, 0.4, 0.3)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3
