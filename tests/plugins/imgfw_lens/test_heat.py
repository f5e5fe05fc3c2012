"""Heat over a picture, and in numbers."""

from __future__ import annotations

import numpy as np

from imgfw_lens.heat import enlarged, over, told


def test_heat_is_warm_where_it_is_and_grey_elsewhere() -> None:
    """The hottest place has the full colour."""
    heat = np.zeros((4, 4), np.float32)
    heat[0, 3] = 0.001

    shown = over(np.full((32, 32, 3), (40, 90, 200), np.float32), heat).astype(int)

    assert shown.shape == (32, 32, 3)
    assert np.ptp(shown[24:, :8], axis=2).max() == 0
    assert shown[2, 29, 0] > shown[2, 29, 2] + 60


def test_no_heat_leaves_the_picture_grey() -> None:
    """And no peak in the numbers."""
    nothing = np.zeros((4, 4), np.float32)

    assert np.ptp(over(np.full((8, 8, 3), 90, np.float32), nothing), axis=2).max() == 0
    assert told(nothing)["peak"] is None


def test_numbers_tell_the_share_of_each_cell() -> None:
    """They add up to one; the peak is at the middle of its cell."""
    heat = np.array([[0, 1], [3, 0]], np.float32)

    assert told(heat) == {"peak": {"x": 0.25, "y": 0.75}, "strongest": 3.0, "mass": [[0, 0.25], [0.75, 0]]}


def test_fine_heat_is_told_in_cells() -> None:
    """Twelve a side, whatever its size."""
    heat = np.zeros((100, 96), np.float32)
    heat[99, 95] = 1

    mass = np.array(told(heat)["mass"])

    assert mass.shape == (12, 12) and mass[11, 11] == 1 == mass.sum()


def test_enlarging_keeps_places_and_is_never_below_nothing() -> None:
    """Though it is smooth."""
    heat = np.zeros((6, 6), np.float32)
    heat[1, 4] = 1

    large = enlarged(heat, (60, 90))

    y, x = np.unravel_index(large.argmax(), large.shape)
    assert large.shape == (60, 90) and large.min() == 0
    assert 10 <= y < 20 and 60 <= x < 75
