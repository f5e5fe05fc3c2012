"""Rotations of the head."""

import numpy as np
import pytest

from imgfw_faces.pose import angles, rotation

NOSE = np.array([0.0, 0.0, 1.0])


@pytest.mark.parametrize("pose", [(0, 0, 0), (40, 0, 0), (-55, 20, 5), (10, -30, 35)])
def test_angles_undo_rotation(pose):
    """Yaw, pitch and roll come back."""
    matrix = rotation(*pose)

    np.testing.assert_allclose(angles(matrix), pose, atol=1e-6)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(3), atol=1e-12)


def test_directions_are_as_documented():
    """Positive yaw turns the nose to the right, positive pitch up, positive roll counter-clockwise."""
    right, up = rotation(30, 0, 0) @ NOSE, rotation(0, 30, 0) @ NOSE

    crown = rotation(0, 0, 30) @ [0, 1, 0]

    assert right[0] > 0.4
    assert up[1] > 0.4
    assert crown[0] < -0.4
