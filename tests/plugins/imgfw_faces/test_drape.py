"""The head's front with a cloth around it."""

import numpy as np
import pytest

from imgfw_faces.drape import PIVOT, STILL, drape, mirrored
from imgfw_faces.pose import rotation
from imgfw_faces.shapes import SHAPES


def test_landmarks_lie_on_it():
    """Near points of the net have their depth."""
    cloth = drape(SHAPES[0])

    for mark in cloth.landmarks[17:]:
        near = np.argmin(np.linalg.norm(cloth.points[:, :2] - mark[:2], axis=1))
        assert cloth.points[near, 2] == pytest.approx(mark[2], abs=6)


def test_the_head_turns_and_the_rim_lies_still():
    """In between it follows less and less."""
    cloth = drape(SHAPES[0])
    turn = rotation(50, 0, 0)

    turned = cloth.turned(turn)

    face = (cloth.out < 0.9) & (cloth.points[:, 1] > -85)
    rim = cloth.out >= STILL - 1e-6
    np.testing.assert_allclose(turned[face], cloth.points[face] @ turn.T, atol=1e-9)
    np.testing.assert_array_equal(turned[rim], cloth.points[rim])
    assert rim.sum() == 96
    assert cloth.follow.min() == 0


def test_both_sides_are_alike():
    """Every point has one on the other side."""
    cloth, other = drape(SHAPES[3]), mirrored()

    np.testing.assert_allclose(cloth.points[other] * [-1, 1, 1], cloth.points, atol=1e-6)
    np.testing.assert_array_equal(other[other], np.arange(len(other)))


def test_shapes_have_their_own():
    """A wide head is wider by its landmarks and its points."""
    plain, wide = drape(SHAPES[0]), drape(SHAPES[3])

    assert np.ptp(wide.landmarks[:, 0]) > 1.04 * np.ptp(plain.landmarks[:, 0])
    assert np.ptp(wide.points[:, 0]) > 1.04 * np.ptp(plain.points[:, 0])
    np.testing.assert_allclose(plain.landmarks[30] + PIVOT, (0, -37.7, 41), atol=1.5)
