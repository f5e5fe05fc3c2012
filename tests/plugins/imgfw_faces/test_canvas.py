"""Painting into textures."""

import numpy as np

from imgfw_faces.canvas import Canvas, curve, disc, moved


def _blank():
    return Canvas(np.zeros((40, 40, 3), np.float32), np.zeros((40, 40), np.float32))


def test_a_disc_is_filled_and_nothing_else():
    """Inside there is the colour, outside nothing."""
    canvas = _blank()

    canvas.fill(disc(np.array([20.0, 20.0]), 8, 8), (100, 50, 25), gloss=9)

    np.testing.assert_allclose(canvas.colour[20, 20], (100, 50, 25), atol=0.5)
    assert canvas.colour[20, 33].max() == 0
    assert canvas.gloss[20, 20] > 8


def test_filling_within_another_outline_is_clipped():
    """Only the part inside both outlines is painted."""
    canvas = _blank()
    left = np.array([[0, 0], [20, 0], [20, 40], [0, 40]], float)

    canvas.fill(disc(np.array([20.0, 20.0]), 8, 8), (100, 100, 100), within=left)

    assert canvas.colour[20, 15, 0] > 90
    assert canvas.colour[20, 26, 0] < 5


def test_shapes_beyond_the_border_are_cut():
    """An outline outside the texture changes nothing and raises nothing."""
    canvas = _blank()

    canvas.fill(disc(np.array([-50.0, 20.0]), 8, 8), (100, 100, 100))

    assert canvas.colour.max() == 0


def test_a_curve_passes_through_its_points():
    """Open or closed, each point lies on the line."""
    points = np.array([[0, 0], [10, 4], [20, 0], [30, 9]], float)

    for closed in (False, True):
        line = curve(points, closed=closed)

        assert np.linalg.norm(line[None] - points[:, None], axis=2).min(1).max() < 1e-9


def test_a_stroke_paints_along_its_path():
    """A line leaves colour on its path, none beside it."""
    canvas = _blank()

    canvas.stroke(moved(np.array([[5.0, 0], [30.0, 0]]), 0, 20), 3.0, (80, 80, 80))

    assert canvas.colour[20, 15, 0] > 60
    assert canvas.colour[28, 15, 0] == 0
