"""A face from the front, and what brings another one nearest to it."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_faces.fitting import MESH_TO_IBUG, five_of
from imgfw_faces.frontal import EYES, MIDDLE, middle_of, placing, unswapped
from imgfw_faces.points import LANDMARKS
from imgfw_faces.pose import rotation

FRONT = LANDMARKS[:, :2] * [1, -1]
ANGLE = np.radians(35)
TURN = 2.5 * np.array([[np.cos(ANGLE), -np.sin(ANGLE)], [np.sin(ANGLE), np.cos(ANGLE)]])


def of_mesh(points: np.ndarray) -> np.ndarray:
    """478 points of which those that are read are these 68."""
    mesh = np.zeros((478, 2))
    mesh[MESH_TO_IBUG] = points
    return mesh


@pytest.mark.parametrize("scheme", [lambda p: p, five_of, of_mesh])
def test_a_turned_face_comes_back(scheme):
    """To the front, by 68, 5 and 478 points."""
    found = FRONT @ TURN.T + [300, 200]

    turn, shift = placing(scheme(found), 1.0, (50, 60))

    assert np.allclose(found @ turn.T + shift, FRONT + np.array([50, 60 - MIDDLE]), atol=1e-6)


@pytest.mark.parametrize("scheme", [lambda p: p, five_of])
@pytest.mark.parametrize("yaw", [-60, -30, 0, 30, 60])
@pytest.mark.parametrize("pitch", [-30, 0, 30])
def test_no_face_is_refused_and_none_is_mirrored(scheme, yaw: float, pitch: float):
    """Turned aside, up or down; with left and right mistaken it is refused."""
    seen = (LANDMARKS @ rotation(yaw, pitch, 10).T)[:, :2] * [1, -1]

    turn, _ = placing(scheme(seen), 1.0, (0, 0))

    assert np.linalg.det(turn) > 0.5
    with pytest.raises(ValueError, match=r"are like one by .* are left and right mistaken\?"):
        placing(scheme(seen * [-1, 1]), 1.0, (0, 0))


@pytest.mark.parametrize("scheme", [lambda p: p, five_of, of_mesh])
@pytest.mark.parametrize("yaw", [-60, 0, 30, 60])
@pytest.mark.parametrize(
    ("pair", "left", "right"),
    [("eyes", slice(36, 42), slice(42, 48)), ("corners of the mouth", slice(48, 49), slice(54, 55))],
)
def test_one_pair_that_changed_places_is_named(scheme, yaw: float, pair: str, left: slice, right: slice):
    """The eyes alone, or the corners of the mouth alone, however the face is turned."""
    seen = (LANDMARKS @ rotation(yaw, 10, 10).T)[:, :2] * [1, -1]
    swapped = seen.copy()
    swapped[left], swapped[right] = seen[right], seen[left]

    for refusing in (lambda p: placing(p, 1.0, (0, 0)), middle_of):
        with pytest.raises(ValueError, match=f"the left and the right of the {pair} have changed places"):
            refusing(scheme(swapped))


def test_a_face_from_the_side_has_changed_no_places():
    """With 2 mm of noise, up to 90 degrees, however it nods."""
    rng = np.random.default_rng(0)
    for yaw in range(-90, 91, 10):
        for pitch in (-30, 0, 30):
            five = five_of((LANDMARKS @ rotation(yaw, pitch, 20).T)[:, :2] * [1, -1])
            for _ in range(5):
                unswapped(five + rng.normal(0, 2, five.shape))


def test_the_jaw_does_not_count():
    """Its landmarks slide when a head turns."""
    moved = FRONT.copy()
    moved[:17] += 40

    assert np.allclose(placing(moved, 1.0, (0, 0))[0], np.eye(2), atol=1e-9)


def test_middle_and_size_of_a_face():
    """In pixels, and pixels a millimetre."""
    middle, scale = middle_of(FRONT @ TURN.T + [300, 200])

    assert np.allclose(middle, TURN @ [0, MIDDLE] + [300, 200])
    assert scale == pytest.approx(2.5)
    assert 60 < EYES < 70


def test_points_on_one_another_are_refused():
    """They tell nothing."""
    with pytest.raises(ValueError, match="lie on one another"):
        placing(np.ones((68, 2)), 1.0, (0, 0))
