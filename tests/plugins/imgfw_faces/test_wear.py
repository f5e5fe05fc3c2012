"""Hats and glasses."""

import numpy as np
import pytest

from imgfw_faces.head import average_head
from imgfw_faces.person import make_person
from imgfw_faces.wear import HATS, glasses_sheets, hat_sheets

PERSON = make_person(7, 0)


@pytest.mark.parametrize("hat", HATS)
def test_hats_sit_on_the_head_above_the_brows(hat):
    """The crown is inside the hat, brows and eyes are below it."""
    dome = hat_sheets(PERSON, hat, np.array([0.2, 0.2, 0.2]))[0]

    front = dome.points[(np.abs(dome.points[..., 0]) < 30) & (dome.points[..., 2] > 0)]
    assert dome.points[..., 1].max() > 118 * PERSON.high
    assert front[:, 1].min() > 28 * PERSON.high


@pytest.mark.parametrize("kind", ["round", "square", "sun"])
def test_rims_ring_the_eyes(kind):
    """Every eye landmark lies within a rim, and the rim lies before it."""
    marks = average_head().landmarks

    sheets = glasses_sheets(kind, marks)

    rims = np.concatenate([sheet.points.reshape(-1, 3) for sheet in sheets])
    for eye in (marks[36:42], marks[42:48]):
        near = rims[np.abs(rims[:, 0] - eye[:, 0].mean()) < 26]
        assert near[:, 1].max() > eye[:, 1].max()
        assert near[:, 1].min() < eye[:, 1].min()
        assert near[:, 2].max() > eye[:, 2].max()


def test_sunglasses_have_panes():
    """Only sunglasses hide the eyes."""
    marks = average_head().landmarks

    assert len(glasses_sheets("sun", marks)) == len(glasses_sheets("round", marks)) + 2
