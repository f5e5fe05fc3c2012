"""The outer parts of pictures darkened."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Picture
from imgfw.testing import check_component
from imgfw_faces.mask import GaussianMask, bell


@pytest.mark.parametrize("given", [{}, {"width": 1.0}])
def test_it_keeps_the_contract(given):
    """Of transforms."""
    check_component(GaussianMask, **given)


def test_it_is_one_in_the_middle_and_falls_outwards():
    """By exp(-r^2 / (2 (0.35 S)^2)), the same to all sides."""
    found = bell(151, 151, 0.35)

    assert found[75, 75] == 1
    assert found[75, 75 + 53] == pytest.approx(np.exp(-(53**2) / (2 * (0.35 * 151) ** 2)))
    assert (np.diff(found[75, 75:]) < 0).all()
    assert np.array_equal(found, found.T) and np.array_equal(found, found[::-1])


def test_the_middle_of_a_picture_stays():
    """Its corners get dark; the landmarks stay where they are."""
    points = np.ones((5, 2), np.float32)
    picture = Picture(np.full((150, 150, 3), 200, np.uint8), landmarks=points)

    found = GaussianMask().apply(picture)

    assert found.image[74:76, 74:76].min() == 200
    assert found.image[0, 0, 0] < 30
    assert found.landmarks is points
