"""Cuts out of pictures."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Picture, PictureError
from imgfw_faces.warping import cut, upright


@pytest.fixture
def ramp() -> Picture:
    """Red grows to the right and green downwards, four levels a pixel."""
    down, across = np.mgrid[:60, :60] * 4
    image = np.stack([across, down, np.full_like(down, 90)], -1).astype(np.uint8)
    points = np.array([[10, 20], [30, 20], [20, 30], [12, 40], [28, 40]], np.float32)
    return Picture(image, scale=0.5, box=(10.0, 20.0, 30.0, 40.0), landmarks=points)


def test_a_cut_shows_the_square(ramp: Picture):
    """To the pixel where nothing is scaled; box and landmarks are moved along."""
    found = cut(ramp, np.array([20.0, 30.0]), 20, 20, "edge")

    assert np.array_equal(found.image, ramp.image[20:40, 10:30])
    assert found.box == (0, 0, 20, 20)
    assert found.landmarks[4].tolist() == [18, 20]
    assert found.scale == 0.5


@pytest.mark.parametrize(("border", "blue"), [("edge", 90), ("black", 0)])
def test_beyond_the_picture_is_what_was_asked_for(ramp: Picture, border, blue):
    """Its outermost pixels, or black."""
    found = cut(ramp, np.array([0.0, 0.0]), 20, 20, border)

    assert found.image[0, 0].tolist() == [0, 0, blue]
    assert found.image[15, 15].tolist() == [20, 20, 90]


def test_pixels_and_points_move_alike(ramp: Picture):
    """What lies at a point before lies at the moved point after, through turn, scale and shift."""
    angle, scale = np.radians(20), 1.3
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shift = np.array([50, 50]) - turn @ [25, 30]

    found = upright(ramp, turn, shift, 100, "edge")

    for before, after in zip(ramp.landmarks, found.landmarks, strict=True):
        x, y = np.floor(after).astype(int)
        back = np.linalg.solve(turn, [x + 0.5, y + 0.5] - shift)
        assert np.abs(found.image[y, x, :2] - (back - 0.5) * 4).max() <= 1.5
        assert np.allclose(turn @ before + shift, after, atol=1e-4)
    assert found.scale == pytest.approx(0.65)


def test_fine_stripes_become_grey_when_they_are_shrunk():
    """Nothing of them is left to alias."""
    stripes = np.zeros((400, 400, 3), np.uint8)
    stripes[:, ::2] = 255
    turn = 0.1 * np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])

    found = upright(Picture(stripes), turn, np.array([15, 15]) - turn @ [200, 200], 30, "edge")

    assert np.abs(found.image.astype(int) - 127).max() <= 6


def test_landmarks_of_another_picture_are_refused(ramp: Picture):
    """Before memory is taken for what they would need."""
    with pytest.raises(PictureError, match="60 x 60 pixels, got one that needs"):
        cut(ramp, np.array([20.0, 30.0]), 5_000, 20, "edge")
