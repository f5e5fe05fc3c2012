"""Animals from the side."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.mood import Mood
from imgfw_photos.drawn.walkers import walking


@pytest.mark.parametrize("kind", ["dog", "sheep", "horse"])
def test_animals_walk(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        walking(canvas, Mood("noon", "cloudy", -0.5, 0.0), rng, kind, 0.6, 0.9, 0.5)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3
