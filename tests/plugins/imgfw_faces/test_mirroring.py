"""What is taken from the other half of a face."""

import numpy as np
import pytest

from imgfw_faces.lookup import FINE, LEFT, TOP, Pose, cells_under
from imgfw_faces.mirroring import filling, reveals, rounded
from imgfw_faces.shapes import SHAPES


@pytest.mark.parametrize(
    ("photo", "yaw", "given"),
    [
        (0, 40, False),
        (6, -40, False),
        (14, 22, False),
        (14, -40, True),
        (35, 0, True),
        (-35, 0, True),
        (35, 22, True),
        (35, 55, False),
        (-50, 22, True),
    ],
)
def test_only_turned_faces_that_turn_back_have_something_to_fill(photo, yaw, given):
    """Elsewhere the photo shows enough."""
    assert reveals(photo, yaw) is given


def test_of_a_face_turned_back_the_far_half_is_filled():
    """The far cheek and what lies beside it are, the near cheek and the rim are not."""
    found = filling(50.0, Pose(0)).share.ravel()
    cells = cells_under(np.array([[40.0, -5, 80], [85, -5, 0], [-40, -5, 80], [190, 0, 0]]))

    far, beside, near, rim = found[cells]

    assert far > 0.6 and beside > 0.6
    assert near == rim == 0
    assert 0 <= found.min() <= found.max() <= 1


def test_what_lies_still_is_asked_for_on_the_other_side():
    """All of it at the rim, nothing on the head."""
    across = filling(50.0, Pose(0)).across.ravel()
    head, edge = cells_under(np.array([[40.0, -5, 80], [-180.0, 20, 0]]))

    assert across[head] == 0
    assert across[edge] == pytest.approx(360, abs=30)


def test_all_that_is_filled_lies_in_a_box():
    """Beyond it no cell takes what could be seen."""
    found = filling(50.0, Pose(0))
    left, top, right, bottom = found.box
    share = found.share.copy()

    share[
        int((TOP - top) * FINE) : int((TOP - bottom) * FINE),
        int((left - LEFT) * FINE) : int((right - LEFT) * FINE),
    ] = 0

    assert share.max() < 1 / 255 < found.share.max()
    assert left < 0 < right < 190 and bottom < 0 < top


def test_it_is_mirrored_with_the_photo():
    """Turned to the other side, the other half is filled."""
    one, other = (filling(yaw, Pose(0, 10, SHAPES[1])).share for yaw in (40.0, -40.0))

    assert np.abs(one - other[:, ::-1]).mean() < 0.005


def test_photos_are_taken_in_steps():
    """Of five degrees."""
    assert [rounded(yaw) for yaw in (33.0, -47.9, 32.4)] == [35.0, -50.0, 30.0]
