"""Birds."""

import numpy as np

from imgfw_photos.drawn.birds import bird
from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.mood import Mood


def test_a_bird_sits_on_a_branch():
    """In the middle is the bird, the same for the same generator."""
    pictures = []
    for seed in (1, 1, 2):
        canvas = Canvas(80, 60)
        bird(canvas, Mood("noon", "clear", 0.0, 0.0), np.random.default_rng(seed), 0.6, 0.4, 0.25)
        pictures.append(canvas.array())

    np.testing.assert_array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[0], pictures[2])
    assert pictures[0][20:30, 30:42].mean() > 30
