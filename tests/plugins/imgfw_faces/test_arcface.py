"""Faces as face networks expect them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Picture, PictureError
from imgfw.testing import check_component
from imgfw_faces.arcface import PLACES, AlignArcFace
from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.fitting import MESH_TO_IBUG, five_of


@pytest.fixture(scope="module")
def faces() -> list[Picture]:
    """Drawn people in many poses."""
    source = DrawnSelfies(count=8, people=8, size=192)
    return [source.read(sample) for sample in source.samples()]


@pytest.mark.parametrize("given", [{}, {"size": 64, "border": "edge"}])
def test_it_keeps_the_contract(given):
    """Of transforms."""
    check_component(AlignArcFace, **given)


@pytest.mark.parametrize("size", [112, 224])
def test_eyes_nose_and_mouth_come_to_their_places(faces, size):
    """On average, for pictures of any size; with 68 landmarks and with five the same picture."""
    found = [AlignArcFace(size=size).apply(face) for face in faces]
    by_five = [AlignArcFace(size=size).apply(replace(f, landmarks=five_of(f.landmarks))) for f in faces]

    places = np.mean([five_of(face.landmarks) for face in found], axis=0) * 112 / size
    assert {face.image.shape for face in found} == {(size, size, 3)}
    assert np.abs(places - PLACES).max() < 6
    assert np.abs(places.mean(0) - np.mean(PLACES, axis=0)).max() < 0.1
    apart = [np.abs(a.image.astype(int) - b.image).mean() for a, b in zip(found, by_five, strict=True)]
    assert max(apart) < 0.1


def test_five_points_that_are_a_similarity_away_come_back_exactly():
    """Turned, scaled and shifted, but not mirrored: the left eye stays the left one."""
    places, turn = np.array(PLACES), 0.7 * np.array([[0.8, -0.6], [0.6, 0.8]])
    away = (places @ turn.T + [30, 10]).astype(np.float32)
    picture = Picture(np.zeros((140, 140, 3), np.uint8), landmarks=away)

    found = AlignArcFace().apply(picture)
    mirrored = AlignArcFace().apply(picture.mirrored())

    assert found.landmarks == pytest.approx(places, abs=1e-3)
    assert (mirrored.landmarks[1] - mirrored.landmarks[0])[0] > 20


def test_the_points_of_a_mesh_do_as_well(faces):
    """By those 68 of its 478 that are read, the picture is the same."""
    mesh = np.zeros((478, 2), np.float32)
    mesh[MESH_TO_IBUG] = faces[0].landmarks

    found = AlignArcFace().apply(replace(faces[0], landmarks=mesh))

    assert np.array_equal(found.image, AlignArcFace().apply(faces[0]).image)


def test_corners_of_the_mouth_that_changed_places_are_named(faces):
    """By 68 points and by five; all else is right."""
    for face in faces:
        swapped = face.landmarks.copy()
        swapped[[48, 54]] = swapped[[54, 48]]
        for points in (swapped, five_of(swapped)):
            with pytest.raises(
                PictureError, match=r"align-arcface: .* corners of the mouth have changed places"
            ):
                AlignArcFace().apply(replace(face, landmarks=points))


def test_left_and_right_mistaken_are_refused(faces):
    """The face would become tiny, and stand on its head or aside."""
    for face in faces:
        swapped = face.landmarks * [-1, 1] + [face.image.shape[1], 0]
        for points in (swapped, five_of(swapped)):
            with pytest.raises(PictureError, match=r"align-arcface: .* are left and right mistaken\?"):
                AlignArcFace().apply(replace(face, landmarks=points.astype(np.float32)))


def test_what_is_no_face_is_refused():
    """Without landmarks with the ways out, with all at one place by name."""
    blank = Picture(np.zeros((8, 8, 3), np.uint8))

    with pytest.raises(
        PictureError, match=r"align-arcface: expected 68 or 5 .*landmarks-sidecar.*take align-arcface out"
    ):
        AlignArcFace().apply(blank)
    with pytest.raises(PictureError, match="align-arcface: all landmarks lie on one another"):
        AlignArcFace().apply(replace(blank, landmarks=np.ones((5, 2), np.float32)))
