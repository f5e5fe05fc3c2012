"""Rasterising triangles and sampling textures."""

import numpy as np

from imgfw_faces.raster import rasterize, sample

SQUARE = np.array([[[0, 0], [8, 0], [0, 8]], [[8, 0], [8, 8], [0, 8]]], np.float32)


def test_two_triangles_cover_a_square_without_a_hole():
    """Every pixel of the square is covered, none outside."""
    found = rasterize(SQUARE, np.zeros((2, 3), np.float32), 10, 10)

    covered = np.zeros(100, bool)
    covered[found.pixel] = True
    assert covered.reshape(10, 10)[:8, :8].all()
    assert covered.sum() == 64


def test_weights_interpolate_exactly():
    """Blending the corners' own x and y gives the pixel centres."""
    found = rasterize(SQUARE, np.zeros((2, 3), np.float32), 10, 10)

    at = found.between(SQUARE)

    np.testing.assert_allclose(at[:, 0], found.pixel % 10 + 0.5, atol=1e-4)
    np.testing.assert_allclose(at[:, 1], found.pixel // 10 + 0.5, atol=1e-4)


def test_the_nearest_wins_in_any_order():
    """Of two triangles over one another the closer is seen, whichever comes first."""
    depth = np.array([[1, 1, 1], [5, 5, 5]], np.float32)
    twice = SQUARE[[0, 0]]

    for order in ([0, 1], [1, 0]):
        seen = rasterize(twice, depth[order], 10, 10).nearest(100)

        assert set(seen.face) == {order.index(1)}
        assert len(seen.pixel) == len(np.unique(seen.pixel))


def test_what_lies_outside_the_picture_is_cut():
    """Triangles beyond the border give no fragments and no error."""
    found = rasterize(SQUARE + 100, np.zeros((2, 3), np.float32), 10, 10)

    assert len(found.pixel) == 0


def test_sampling_is_bilinear():
    """Half way between two texels lies their mean."""
    texture = np.zeros((2, 2, 4), np.uint8)
    texture[:, 1] = 200

    value = sample(texture, np.array([[0.5, 0.5]]))

    np.testing.assert_allclose(value, 100, atol=0.5)
