"""Rooms."""

import numpy as np

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.indoors import room, wall


def test_rooms_differ_and_follow_the_generator():
    """The same seed gives the same room."""
    pictures = []
    for seed in (*range(12), 3):
        canvas = Canvas(80, 60)
        room(canvas, np.random.default_rng(seed), 0.7)
        pictures.append(canvas.array())

    np.testing.assert_array_equal(pictures[3], pictures[12])
    assert len({picture.tobytes() for picture in pictures}) == 12


def test_walls_are_plain():
    """Nothing is on them."""
    canvas = Canvas(80, 60)
    wall(canvas, np.random.default_rng(0))

    assert canvas.array().std((0, 1)).max() < 25
