"""Textures."""

import numpy as np
import pytest

from imgfw_photos.drawn.noise import piece, rough, sheet, stretched


@pytest.mark.parametrize("kind", ["cloud", "rock", "wood", "water", "grain", "leaf"])
def test_textures_are_even_and_kept(kind):
    """Mean 0, spread 1; the second time it is the same array."""
    texture = sheet(kind, 128)

    assert texture.shape == (128, 128) and texture.dtype == np.float32
    assert abs(texture.mean()) < 1e-3 and abs(texture.std() - 1) < 1e-3
    assert sheet(kind, 128) is texture


def test_pieces_differ_and_follow_the_generator():
    """A piece has the size that is asked for."""
    one, two, other = (piece("cloud", np.random.default_rng(seed), 30, 50, 64) for seed in (1, 1, 2))

    assert one.shape == (30, 50)
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)


def test_small_fields_are_made_larger():
    """Smoothly."""
    assert stretched(np.zeros((2, 3)), 8, 12).shape == (8, 12)


def test_ridges_go_up_and_down():
    """About 0."""
    line = rough(np.random.default_rng(1), 90)

    assert line.shape == (90,) and line.min() < 0 < line.max()
