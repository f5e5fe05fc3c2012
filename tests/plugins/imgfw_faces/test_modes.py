"""Modes and expressions as fields."""

import numpy as np
import pytest

from imgfw.landmarks import MIRROR
from imgfw_faces.head import average_head
from imgfw_faces.modes import EXPRESSIONS, MODES, MOUTH_Y, Places, closed_height, mouth_gap


@pytest.mark.parametrize("name", [*MODES, *EXPRESSIONS])
def test_every_field_is_symmetric_and_finite(name):
    """A mode or expression moves left and right landmarks alike."""
    head = average_head()
    places = Places(head.landmarks, head.texture_landmarks[:, 1])

    moved = {**MODES, **EXPRESSIONS}[name](places)

    assert np.isfinite(moved).all()
    assert np.abs(moved).max() > 0.3
    np.testing.assert_allclose(moved[list(MIRROR[68])] * [-1, 1, 1], moved, atol=0.05)


def test_closing_the_mouth_hides_what_lies_between_the_lips():
    """All heights between the parted lips close onto one line."""
    half = float(mouth_gap(np.array([0.0]))[0]) / 2
    between = np.linspace(MOUTH_Y - half, MOUTH_Y + half, 9)

    closed = closed_height(np.zeros(9), between)

    np.testing.assert_allclose(closed, MOUTH_Y, atol=1e-6)


def test_closing_keeps_the_order_of_heights():
    """What lies higher in the texture never ends lower on the closed face."""
    heights = np.linspace(-110, -40, 200)

    closed = closed_height(np.full(200, 6.0), heights)

    assert (np.diff(closed) >= -1e-9).all()
