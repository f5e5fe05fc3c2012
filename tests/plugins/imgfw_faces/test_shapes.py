"""Shapes of heads, and small movements of faces."""

import numpy as np
import pytest

from imgfw.landmarks import MIRROR
from imgfw_faces.modes import EXPRESSIONS, MODES
from imgfw_faces.points import LANDMARKS
from imgfw_faces.shapes import FEELINGS, SHAPES, moved


def test_there_are_ten_the_average_first():
    """All of known modes, and no two alike."""
    places = [moved(LANDMARKS, shape) for shape in SHAPES]

    np.testing.assert_array_equal(places[0], LANDMARKS)
    assert len(SHAPES) == 10
    assert {name for shape in SHAPES for name, _ in shape.weights} <= set(MODES)
    for number, one in enumerate(places):
        for other in places[:number]:
            assert np.linalg.norm(one - other, axis=1).max() > 2


@pytest.mark.parametrize("shape", [*SHAPES, *(SHAPES[0].feeling(each) for each in FEELINGS)])
def test_both_halves_are_alike(shape):
    """Every shape and movement is symmetric."""
    points = moved(LANDMARKS, shape)

    np.testing.assert_allclose(points[list(MIRROR[68])] * [-1, 1, 1], points, atol=1e-9)


def test_movements_are_small():
    """A few millimetres, of known expressions."""
    for feeling in FEELINGS:
        step = moved(LANDMARKS, SHAPES[0].feeling(feeling)) - LANDMARKS

        assert {name for name, _ in feeling} <= set(EXPRESSIONS)
        assert 1 < np.linalg.norm(step, axis=1).max() < 6
