"""Landmarks as files have them."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_faces.fitting import MESH_TO_IBUG
from imgfw_faces.marks import faces_of, marks_of


def test_numbers_and_points_mean_the_same():
    """x, y, x, y, ... or rows; a third column is left aside."""
    points = np.arange(10.0).reshape(5, 2)

    for given in (list(range(10)), points, np.hstack([points, np.ones((5, 1))])):
        assert np.array_equal(marks_of(given), points)
        assert marks_of(given).dtype == np.float32


@pytest.mark.parametrize("count", [468, 478])
def test_a_mesh_becomes_68_points(count):
    """With or without the irises."""
    mesh = np.random.default_rng(1).random((count, 3))

    assert np.array_equal(marks_of(mesh), mesh[MESH_TO_IBUG, :2].astype(np.float32))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (np.ones((7, 2)), "got 7 points"),
        (np.ones(9), "got 9 numbers"),
        (np.full((5, 2), np.nan), "expected finite numbers"),
        (np.full((5, 2), 1e300), "expected finite numbers"),
        (np.ones((5, 2), complex), "expected real numbers, got values of the type complex128"),
        (np.ones((5, 2), "datetime64[s]"), "expected real numbers"),
        (np.zeros((5, 2), [("x", float), ("y", float)]), "expected real numbers"),
        (np.ones((5, 2), str), "expected real numbers"),
        (b"bytes", "expected real numbers"),
    ],
)
def test_others_are_refused(given, told):
    """With how many there are."""
    with pytest.raises(ValueError, match=told):
        marks_of(given)


def test_there_may_be_several_faces():
    """One array for each."""
    assert len(faces_of(np.ones((3, 68, 2)))) == 3
    assert len(faces_of(np.ones((68, 2)))) == 1
