"""Fitting a head's pose to landmarks."""

import numpy as np
import pytest

from imgfw.landmarks import MIRROR
from imgfw_faces.fitting import MESH_TO_IBUG, fit_pose, five_of
from imgfw_faces.head import average_head
from imgfw_faces.pose import angles, rotation

HEAD = average_head().landmarks


def seen(pose, head=HEAD, scale=0.8):
    """Landmarks (68, 2) of a head in a picture."""
    return scale * (head @ rotation(*pose).T)[:, :2] * [1, -1] + [110, 90]


@pytest.mark.parametrize("pose", [(0, 0, 0), (45, 10, -20), (-50, -15, 30), (75, 0, 0)])
def test_the_pose_of_a_head_is_found_again(pose):
    """With scale and place, and nothing left over; by five points alike."""
    for points in (seen(pose), five_of(seen(pose))):
        fit = fit_pose(points, HEAD)

        np.testing.assert_allclose(angles(fit.rotation), pose, atol=0.02)
        assert fit.scale == pytest.approx(0.8, rel=1e-3)
        np.testing.assert_allclose(fit.place(HEAD), seen(pose), atol=0.05)
        assert np.abs(fit.residuals).max() < 0.05


def test_it_is_parted_into_a_turn_and_a_lean():
    """The rotation is first the turn out of the picture's plane, then the lean within it."""
    fit = fit_pose(seen((30, 12, 25)), HEAD)

    np.testing.assert_allclose(fit.lean @ fit.turn, fit.rotation, atol=1e-12)
    np.testing.assert_allclose(angles(fit.turn), (30, 12, 0), atol=0.02)
    assert (fit.yaw, fit.pitch) == pytest.approx((30, 12), abs=0.02)


def test_a_mirrored_face_is_turned_the_other_way():
    """The fit itself never mirrors."""
    points = seen((33, 5, 8))
    mirrored = points[list(MIRROR[68])] * [-1, 1]

    fit = fit_pose(mirrored, HEAD)

    np.testing.assert_allclose(angles(fit.rotation), (-33, 5, -8), atol=0.05)
    assert np.linalg.det(fit.rotation) == pytest.approx(1)


def test_a_few_wrong_landmarks_do_not_turn_it():
    """They count less, the further off they are."""
    points = seen((20, 0, 0))
    points[[19, 40, 66]] += [[30, 10], [-25, 20], [0, -40]]

    fit = fit_pose(points, HEAD)

    np.testing.assert_allclose(angles(fit.rotation), (20, 0, 0), atol=2.5)


def test_a_face_mesh_serves_as_its_68_points():
    """478 points are taken by the list of the nearest ones."""
    mesh = np.full((478, 2), -1000.0)
    mesh[MESH_TO_IBUG] = seen((15, 5, 0))

    fit = fit_pose(mesh, HEAD)

    assert len(set(MESH_TO_IBUG)) == 68
    assert fit.yaw == pytest.approx(15, abs=0.02)


def test_another_pitch_keeps_yaw_roll_and_place():
    """The inner face stays where it is."""
    points = seen((20, 7, 10))

    fit = fit_pose(points, HEAD).nodding(10, points, HEAD)

    np.testing.assert_allclose(angles(fit.rotation), (20, 10, 10), atol=0.05)
    np.testing.assert_allclose(fit.place(HEAD) + fit.residuals, points, atol=1e-9)
    assert np.abs(fit.residuals[17:].mean(0)).max() < 1


def test_points_on_one_another_are_refused():
    """No head looks like that."""
    with pytest.raises(ValueError, match="on one another"):
        fit_pose(np.full((68, 2), 7.0), HEAD)
