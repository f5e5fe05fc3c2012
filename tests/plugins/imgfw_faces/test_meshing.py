"""The 478 points of a face."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Graph
from imgfw_faces.finding import Found
from imgfw_faces.meshing import Mesh, _cut, mesh_of


def face(middle=(100.0, 80.0), size=60.0, degrees=0.0) -> Found:
    """A face of this size, its eyes turned by this angle, clockwise as it is seen."""
    middle, angle = np.array(middle), np.radians(degrees)
    half = size / 4 * np.array([np.cos(angle), np.sin(angle)])
    points = np.array([middle - half, middle + half, middle, middle, middle - half, middle + half])
    return Found(0.9, np.concatenate([middle - size / 2, middle + size / 2]), points)


def square(degrees: float = 0.0) -> np.ndarray:
    """Points (478, 3) of a mesh about the middle of what the network sees: a square of two thirds of it.

    The corners of the eyes lie level, or turned by an angle.
    """
    points = np.full((478, 3), 96.0)
    points[:, 2] = np.linspace(-10, 10, 478)
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points[0, :2], points[1, :2] = (32, 32), (160, 160)
    points[[33, 263], :2] = np.array([[-30, 0], [30, 0]]) @ turn.T + 96
    return points


@pytest.fixture
def asked(face_networks):
    """mesh_of(image, face, points) -> the mesh, and how often the network was asked."""

    def told(image: np.ndarray, found: Found, points: np.ndarray) -> tuple[Mesh, int]:
        asked = []

        class Counting(Graph):
            def __call__(self, *inputs):
                asked.append(inputs[0])
                return super().__call__(*inputs)

        return mesh_of(image, found, Counting(face_networks.mesh(points, logit=2.0))), len(asked)

    return told


def test_points_come_back_to_the_picture(asked):
    """The network sees 1.5 times the face; depth is in pixels of the picture, too."""
    mesh, _ = asked(np.zeros((200, 300, 3), np.uint8), face(), square())

    assert mesh.box == pytest.approx((70, 50, 130, 110))
    assert mesh.points[33, :2] == pytest.approx([100 - 30 * 90 / 192, 80])
    assert mesh.points[-1, 2] == pytest.approx(10 * 90 / 192)
    assert mesh.presence == pytest.approx(1 / (1 + np.exp(-2)))


def test_a_turned_face_is_seen_upright(asked):
    """Its points come back turned as it is."""
    mesh, _ = asked(np.zeros((200, 300, 3), np.uint8), face(degrees=40), square())

    assert np.degrees(np.arctan2(*mesh.across[::-1])) == pytest.approx(40)


def test_a_face_is_looked_at_again_until_it_stands_upright(asked):
    """Twice where it does at once; a few times at most where it never does."""
    image = np.zeros((200, 300, 3), np.uint8)

    assert asked(image, face(), square())[1] == 2
    assert asked(image, face(), square(degrees=2))[1] == 2
    assert asked(image, face(), square(degrees=10))[1] == 6


def test_the_cut_shows_what_lies_there():
    """Moved, turned and shrunk; black beyond the picture."""
    image = np.zeros((80, 120, 3), np.uint8)
    image[20:60, 60:120] = 200  # from x = 60 on, y = 20 to 60
    quarter = np.array([[0.0, -1.0], [1.0, 0.0]])  # the cut's x runs down the picture

    plain = _cut(image, np.eye(2), np.array([50.0, 10.0]), 20)
    turned = _cut(image, quarter, np.array([70.0, 10.0]), 20)
    shrunk = _cut(image, 4 * np.eye(2), np.array([40.0, 0.0]), 20)
    outside = _cut(image, np.eye(2), np.array([-500.0, 900.0]), 20)

    assert (plain[10:, 10:] == 200).all() and (plain[:9] == 0).all() and (plain[:, :9] == 0).all()
    assert (turned[:9, 11:] == 200).all() and (turned[:, :9] == 0).all() and (turned[12:] == 0).all()
    assert (shrunk[6:14, 6:19] == 200).all() and (shrunk[16:] == 0).all() and (shrunk[:, :4] == 0).all()
    assert (outside == 0).all()


def test_a_large_face_is_shrunk_without_skipping_pixels():
    """Fine stripes become grey."""
    image = np.zeros((400, 400, 3), np.uint8)
    image[:, ::2] = 200

    seen = _cut(image, 4 * np.eye(2), np.array([40.0, 40.0]), 60)

    assert seen.min() >= 95 and seen.max() <= 105


@pytest.mark.parametrize("shape", [(1, 1), (1, 500)])
def test_the_smallest_pictures_can_be_asked_about(asked, shape):
    """A pixel, a line; and a face of no size."""
    mesh, _ = asked(np.zeros((*shape, 3), np.uint8), face((0.5, 0.5), 0.0), square())

    assert np.isfinite(mesh.points).all()
