"""Where faces are in a picture."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Graph
from imgfw_faces.finding import faces_in

BOX = 0.5, 0.4, 0.3, 0.2


def found(face_networks, *boxes, shape=(128, 128), surely=0.5, **given):
    """What is found in a grey picture of this shape, where a network says these boxes."""
    image = np.full((*shape, 3), 120, np.uint8)
    return faces_in(image, Graph(face_networks.detector(*boxes, **given)), surely)


@pytest.mark.parametrize("shape", [(128, 128), (256, 256), (64, 128), (1000, 250)])
def test_a_face_is_told_in_pixels_of_the_picture(face_networks, shape):
    """Of any size and shape; the network sees the whole of it in the middle of a square."""
    (face,) = found(face_networks, BOX, shape=shape)

    side = max(shape)
    bars = np.array([side - shape[1], side - shape[0]]) / 2
    middle, size = side * np.array(BOX[:2]) - bars, side * np.array(BOX[2:])
    assert face.box == pytest.approx([*(middle - size / 2), *(middle + size / 2)], abs=side / 256)
    assert face.score == pytest.approx(1 / (1 + np.exp(-4)))
    assert face.points[1] - face.points[0] == pytest.approx([size[0] / 2, 0], abs=side / 256)
    assert face.points[2] == pytest.approx(middle, abs=side / 256)


def test_guesses_that_overlap_are_one_face(face_networks):
    """Their mean by score; what lies apart is another face, the surest first."""
    near = 0.52, 0.4, 0.3, 0.2
    other = 0.2, 0.8, 0.1, 0.1

    faces = found(face_networks, BOX, near, other)

    assert len(faces) == 2
    assert faces[0].box == pytest.approx([44.8 + 1.28, 38.4, 83.2 + 1.28, 64], abs=0.01)


def test_guesses_that_are_not_sure_are_no_faces(face_networks):
    """The limit is the caller's."""
    assert found(face_networks) == []
    assert found(face_networks, BOX, logit=-1.0) == []
    assert len(found(face_networks, BOX, logit=-1.0, surely=0.2)) == 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1)])
def test_the_smallest_pictures_can_be_asked_about(face_networks, shape):
    """A pixel, a line."""
    (face,) = found(face_networks, BOX, shape=shape)

    assert np.isfinite(face.box).all() and np.isfinite(face.points).all()


def test_the_network_sees_the_picture_between_black_bars(face_networks, monkeypatch):
    """-1 is black and 1 is white; nothing is squashed."""
    seen = []

    class Looking(Graph):
        def __call__(self, *inputs):
            seen.extend(inputs)
            return super().__call__(*inputs)

    faces_in(np.full((50, 100, 3), 255, np.uint8), Looking(face_networks.detector()), 0.5)

    (picture,) = seen
    assert picture.shape == (1, 128, 128, 3)
    assert (picture[0, 32:96] == 1).all() and (picture[0, :32] == -1).all() and (picture[0, 96:] == -1).all()
