"""Faces cut out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Picture, PictureError
from imgfw.testing import check_component
from imgfw_faces.crop import CropFace
from imgfw_faces.fitting import five_of
from imgfw_faces.points import LANDMARKS


@pytest.fixture
def face() -> Picture:
    """Landmarks of a face at two pixels a millimetre, its eyes at (300, 200)."""
    points = (LANDMARKS[:, :2] * [2, -2] + [300, 200]).astype(np.float32)
    return Picture(np.zeros((500, 600, 3), np.uint8), landmarks=points)


@pytest.mark.parametrize("given", [{}, {"size": 32, "margin": 0.5, "border": "black"}])
def test_it_keeps_the_contract(given):
    """Of transforms."""
    check_component(CropFace, **given)


def test_the_box_fills_the_picture():
    """With its margin; what is not square gets a square about it."""
    image = np.zeros((100, 100, 3), np.uint8)
    image[20:60, 30:50] = 255

    found = CropFace(size=40, margin=0).apply(Picture(image, box=(30.0, 20.0, 50.0, 60.0)))
    wider = CropFace(size=40, margin=0.5).apply(Picture(image, box=(30.0, 20.0, 50.0, 60.0)))

    assert found.image[:, 10:30].min() == 255 and found.image[:, :10].max() == 0
    assert wider.box == (15, 10, 25, 30)


def test_landmarks_tell_of_the_face_without_a_box(face: Picture):
    """All of them lie inside, and 5 give the same square as 68."""
    crop = CropFace()

    found = crop.apply(face).landmarks
    by_five = crop.apply(replace(face, landmarks=five_of(face.landmarks))).landmarks

    assert found.min() > 5 and found.max() < 95
    assert np.allclose(by_five, five_of(found), atol=0.5)


def test_a_picture_with_neither_is_refused():
    """With the ways out."""
    with pytest.raises(PictureError, match="got neither; let the source or an"):
        CropFace().apply(Picture(np.zeros((8, 8, 3), np.uint8)))


def test_landmarks_that_are_no_face_are_refused(face: Picture):
    """All at one place."""
    with pytest.raises(PictureError, match="crop-face: all landmarks lie on one another"):
        CropFace().apply(replace(face, landmarks=np.ones((68, 2), np.float32)))
