"""Trees and grass."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.mood import Mood
from imgfw_photos.drawn.trees import conifer, grass, leafy, palm, treeline


@pytest.mark.parametrize("kind", ["conifer", "leafy", "palm", "grass", "treeline"])
def test_trees_and_grass_are_painted(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        mood = Mood("noon", "cloudy", -0.5, 0.0)
        if kind == "grass":
            grass(canvas, mood, rng, 0.5, np.array((100.0, 140, 70)))
        elif kind == "treeline":
            treeline(canvas, mood, rng, 0.8, np.array((180.0, 200, 220)), 0.3)
        else:
            {"conifer": conifer, "leafy": leafy, "palm": palm}[kind](canvas, mood, rng, 0.6, 0.95, 0.8)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3
