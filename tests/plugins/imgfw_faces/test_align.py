"""Faces brought upright."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Picture, PictureError
from imgfw.testing import check_component
from imgfw_faces.align import AlignFace
from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.fitting import five_of
from imgfw_faces.warping import upright


@pytest.fixture(scope="module")
def jittered() -> list[Picture]:
    """Drawn people in many poses, each shifted, scaled and leaning in its picture."""
    source, rng = DrawnSelfies(count=16, people=16, size=128), np.random.default_rng(3)
    return [_jittered(source.read(sample), rng) for sample in source.samples()]


def _jittered(picture: Picture, rng: np.random.Generator) -> Picture:
    angle, scale = rng.uniform(-0.5, 0.5), rng.uniform(0.7, 1.4)
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shift = 75 - turn @ picture.landmarks.mean(0) + rng.uniform(-20, 20, 2)
    return upright(picture, turn, shift, 150, "edge")


def spread(pictures: list[Picture]) -> np.ndarray:
    """The standard deviation of eyes, nose and mouth corners (5,), in pixels."""
    return np.array([five_of(picture.landmarks) for picture in pictures]).std(0).mean(1)


@pytest.mark.parametrize("given", [{}, {"size": 64, "eye_distance": 0.5, "border": "black"}])
def test_it_keeps_the_contract(given):
    """Of transforms."""
    check_component(AlignFace, **given)


def test_the_spread_of_eyes_falls_to_a_third_or_less(jittered):
    """Of the mouth's corners as well, and with five points as with 68."""
    align = AlignFace()

    before, after = spread(jittered), spread([align.apply(picture) for picture in jittered])
    by_five = [align.apply(replace(p, landmarks=five_of(p.landmarks))) for p in jittered]

    assert (before[:2] / after[:2]).min() >= 3
    assert (before[3:] / after[3:]).min() >= 3
    assert (before[:2] / np.array([p.landmarks for p in by_five]).std(0).mean(1)[:2]).min() >= 3


def test_eyes_and_mouth_come_to_their_places(jittered):
    """On the average: level, and so far apart as was asked for."""
    found = np.mean([five_of(AlignFace(size=100).apply(p).landmarks) for p in jittered], axis=0)

    assert found[1, 0] - found[0, 0] == pytest.approx(35, abs=2)
    assert abs(found[0, 1] - found[1, 1]) < 1.5
    assert found[3:].mean(0) == pytest.approx([50, 69], abs=3)


def test_a_picture_without_landmarks_is_told_the_ways_out():
    """Sidecar, annotator or source, or without."""
    with pytest.raises(
        PictureError, match=r"landmarks-sidecar.*landmarks-mesh or face-detector.*take align-face out"
    ):
        AlignFace().apply(Picture(np.zeros((8, 8, 3), np.uint8)))


def test_landmarks_that_are_no_face_are_refused():
    """All at one place, or far outside."""
    picture = Picture(np.zeros((8, 8, 3), np.uint8), landmarks=np.ones((5, 2), np.float32))

    with pytest.raises(PictureError, match="align-face: all landmarks lie on one another"):
        AlignFace().apply(picture)


def test_left_and_right_mistaken_are_refused(jittered):
    """By 68 points and by five; the face would become tiny."""
    for face in jittered:
        swapped = face.landmarks * [-1, 1] + [face.image.shape[1], 0]
        for points in (swapped, five_of(swapped)):
            with pytest.raises(PictureError, match=r"align-face: .* are left and right mistaken\?"):
                AlignFace().apply(replace(face, landmarks=points.astype(np.float32)))
