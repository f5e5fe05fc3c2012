"""Turned pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw import Picture
from imgfw_basics.rotate import Rotate


class Fixed:
    """Chance that always gives the same angle."""

    def __init__(self, angle: float) -> None:
        self.angle = angle

    def uniform(self, low: float, high: float) -> float:
        """The angle, if it may be."""
        assert low <= self.angle <= high
        return self.angle


@settings(max_examples=40, deadline=None)
@given(st.floats(-170, 170), st.integers(20, 43), st.integers(12, 31))
def test_landmarks_stay_on_what_they_mark(angle: float, x: int, y: int):
    """A bright spot is found where its landmark went, if it is still in the picture."""
    image = np.zeros((45, 64, 3), np.uint8)
    image[y - 1 : y + 2, x - 1 : x + 2] = 255
    points = np.full((5, 2), (x + 0.5, y + 0.5), np.float32)

    after = Rotate(degrees=180, border="black").apply(Picture(image, landmarks=points), 1, Fixed(angle))

    rows, columns = np.nonzero(after.image[..., 0] > 60)
    wanted_x, wanted_y = after.landmarks[0]
    if 3 < wanted_x < 61 and 3 < wanted_y < 42:
        assert abs(columns.mean() + 0.5 - wanted_x) < 0.7
        assert abs(rows.mean() + 0.5 - wanted_y) < 0.7


@pytest.mark.parametrize("border", ["mirror", "edge", "black"])
def test_the_size_stays_and_corners_are_filled_as_asked(border: str):
    """A white picture stays white, but for black corners where these are asked for."""
    white = Picture(np.full((31, 50, 3), 255, np.uint8))

    after = Rotate(degrees=45, border=border).apply(white, 1, Fixed(30)).image

    assert after.shape == (31, 50, 3)
    assert (after.min() == 255) == (border != "black")


def test_angles_are_within_the_bound_on_both_sides():
    """Of 200 drawn angles some are left, some right, none beyond."""
    asked: list[tuple[float, float]] = []

    class Listens:
        def uniform(self, low, high):
            asked.append((low, high))
            return 0.0

    Rotate(degrees=7).apply(Picture(np.zeros((4, 4, 3), np.uint8)), 1, Listens())

    assert asked == [(-7, 7)]


def test_the_box_holds_the_turned_corners():
    """A quarter turn of a square picture exchanges the sides of the box."""
    square = Picture(np.zeros((10, 10, 3), np.uint8), box=(1, 2, 5, 8))

    after = Rotate(degrees=90).apply(square, 1, Fixed(90))

    assert np.allclose(after.box, (2, 5, 8, 9), atol=1e-5)


def test_no_turn_is_the_picture_itself():
    """An angle of nothing changes no pixel."""
    image = np.random.default_rng(0).integers(0, 256, (9, 14, 3), np.uint8)

    after = Rotate().apply(Picture(image), 1, Fixed(0))

    assert np.array_equal(after.image, image)
