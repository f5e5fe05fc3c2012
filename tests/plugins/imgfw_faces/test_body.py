"""Ears, chest, clothes and arm."""

import numpy as np
import pytest

from imgfw_faces.body import OUTFITS, arm_sheet, chest_sheet, clothes_sheets, ear_sheets
from imgfw_faces.person import make_person

PERSON = make_person(7, 0)
WOOL = np.array([0.3, 0.2, 0.1])


def test_ears_mirror_each_other():
    """The right ear is the left one turned over, normals outwards."""
    left, right = ear_sheets(PERSON)

    np.testing.assert_allclose(left.points * [-1, 1, 1], right.points[:, ::-1], atol=1e-4)
    assert left.normals[4, :, 0].mean() * right.normals[4, :, 0].mean() < 0


@pytest.mark.parametrize("outfit", OUTFITS)
def test_clothes_lie_over_the_chest_below_the_neckline(outfit):
    """Cloth covers the shoulders and leaves the face alone."""
    shirt = clothes_sheets(PERSON, outfit, WOOL)[0]

    heights = shirt.points[..., 1]
    assert (shirt.cover[heights < -240] > 0).all()
    assert heights[shirt.cover > 0].max() < -119


def test_a_v_neck_is_deeper_than_a_tee():
    """In the middle more skin shows."""
    tops = []
    for outfit in ("tee", "v-neck"):
        shirt = clothes_sheets(PERSON, outfit, WOOL)[0]
        middle = shirt.points[shirt.cover > 0]
        tops.append(middle[(np.abs(middle[:, 0]) < 12) & (middle[:, 2] > -60), 1].max())

    assert tops[1] < tops[0] - 20


def test_the_chest_does_not_turn_with_the_head():
    """What the head sits on stays when the head turns."""
    assert (chest_sheet(PERSON).follow == 0).all()


def test_the_arm_reaches_towards_the_phone_on_its_side():
    """It ends far in front, left or right as asked."""
    left, right = arm_sheet(-1, WOOL).points, arm_sheet(1, WOOL).points

    assert right[..., 2].max() > 250
    assert right[..., 0].min() > 0 > left[..., 0].max()
