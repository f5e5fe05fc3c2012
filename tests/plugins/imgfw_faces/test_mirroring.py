"""What is taken from the other half of a face."""

import numpy as np
import pytest

from imgfw_faces.lookup import Pose, cells_under, lookup
from imgfw_faces.mirroring import reveals, rounded, share
from imgfw_faces.shapes import SHAPES


@pytest.mark.parametrize(
    ("photo", "yaw", "given"),
    [
        (0, 40, False),
        (20, -40, False),
        (35, 0, True),
        (-35, 0, True),
        (35, 22, True),
        (35, 55, False),
        (-50, 22, True),
    ],
)
def test_only_well_turned_faces_that_turn_back_have_something_to_fill(photo, yaw, given):
    """Elsewhere the photo shows enough."""
    assert reveals(photo, yaw) is given


def test_of_a_face_turned_back_the_far_half_is_filled():
    """The nostril's far side is, the near cheek is not."""
    amount = share(50.0, Pose(0)).ravel()
    marks = lookup(Pose(0)).landmarks
    far, near = (amount[cells_under(marks[[mark]])[0]] for mark in (35, 31))
    beside = cells_under(np.array([[40.0, -5.0, 80.0]]))[0], cells_under(np.array([[-40.0, -5.0, 80.0]]))[0]

    assert far >= near
    assert amount[beside[0]] > 0.6
    assert amount[beside[1]] == 0
    assert 0 <= amount.min() <= amount.max() <= 1


def test_it_is_mirrored_with_the_photo():
    """Turned to the other side, the other half is filled."""
    one, other = (share(yaw, Pose(0, 10, SHAPES[1])) for yaw in (40.0, -40.0))

    assert np.abs(one - other[:, ::-1]).mean() < 0.002


def test_photos_are_taken_in_steps():
    """Of five degrees."""
    assert [rounded(yaw) for yaw in (33.0, -47.9, 32.4)] == [35.0, -50.0, 30.0]
