"""Sheets, their directions and tubes."""

import numpy as np

from imgfw_faces.head import average_head
from imgfw_faces.sheet import WHOLE, Material, grid_directions, grid_faces, make_sheet, tube


def test_faces_cover_the_grid_once():
    """Two triangles for every square, every point used."""
    faces = grid_faces(4, 5)

    assert faces.shape == (24, 3)
    assert set(faces.ravel()) == set(range(20))


def test_normals_of_the_head_point_outwards():
    """The nose's normal looks at the camera, directions have unit length."""
    normals, along = grid_directions(average_head().points)

    middle = average_head().points[..., 2].argmax()
    assert normals.reshape(-1, 3)[middle, 2] > 0.5
    brow = average_head().height[:, 0] > -50  # below it the closed mouth folds to nothing
    np.testing.assert_allclose(np.linalg.norm(along[brow], axis=2), 1, atol=1e-5)


def test_a_sheet_fills_in_what_is_the_same_everywhere():
    """Scalars are spread over the grid."""
    points = np.stack([*np.meshgrid(np.arange(3.0), np.arange(4.0)), np.zeros((4, 3))], -1)

    sheet = make_sheet(points, np.zeros(2), material=Material.CLOTH, tint=0.5)

    assert sheet.tint.shape == (4, 3, 3)
    assert (sheet.cover == WHOLE).all()


def test_a_tube_keeps_its_radius_and_faces_outwards():
    """Every point of a straight tube is one radius from its path, its normals point away from it."""
    path = np.stack([np.zeros(6), np.zeros(6), np.arange(6.0)], 1)

    points = tube(path, 2.0, 8)

    np.testing.assert_allclose(np.hypot(points[..., 0], points[..., 1]), 2.0, atol=1e-6)
    outwards = (grid_directions(points)[0][..., :2] * points[..., :2]).sum(-1)
    assert (outwards > 1.5).all()
