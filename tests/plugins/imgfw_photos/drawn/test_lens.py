"""The camera."""

import numpy as np

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.lens import photographed, screen


def test_photos_have_no_empty_corners():
    """However the camera is tilted: a white scene is bright everywhere."""
    for seed in range(60):
        canvas = Canvas(160, 120)
        canvas.fill(canvas.whole, (250, 250, 250))
        photo = photographed(canvas, np.random.default_rng(seed), 80, 60, dark=0.0)
        assert photo.shape == (60, 80, 3) and photo.dtype == np.uint8
        assert photo.min() > 120


def test_there_is_more_noise_where_it_is_dark():
    """Of a grey wall, by the same generator."""
    spread = []
    for dark in (0.0, 1.0):
        canvas = Canvas(160, 120)
        canvas.fill(canvas.whole, (120, 120, 120))
        spread.append(photographed(canvas, np.random.default_rng(5), 80, 60, dark=dark)[20:40, 30:50].std())

    assert spread[1] > spread[0] + 1


def test_screens_are_as_they_are():
    """No tilt and no noise."""
    canvas = Canvas(160, 120)
    canvas.fill(canvas.whole, (10, 20, 30))

    assert (screen(canvas, 80, 60) == (10, 20, 30)).all()
