"""The surface of head and neck."""

import numpy as np

from imgfw_faces.points import LANDMARKS
from imgfw_faces.surface import around_axis, surface


def test_the_surface_passes_through_the_landmarks():
    """At a landmark's angle and height the surface is within 1.5 mm of it."""
    found = surface(around_axis(LANDMARKS))

    assert np.linalg.norm(found - LANDMARKS, axis=1).max() < 1.5


def test_the_surface_is_symmetric():
    """The same angle to the left and to the right gives mirrored points."""
    at = np.stack(np.meshgrid(np.linspace(0.05, 3.1, 40), np.linspace(-160, 115, 60)), -1).reshape(-1, 2)

    right, left = surface(at), surface(at * [-1, 1])

    np.testing.assert_allclose(left * [-1, 1, 1], right, atol=0.01)


def test_the_jaw_does_not_bulge():
    """Below the jaw line the head is nowhere wider than at the jaw line."""
    angle = np.full(30, np.radians(70.0))
    heights = np.linspace(-72, -160, 30)

    width = np.abs(surface(np.stack([angle, heights], 1))[:, 0])

    assert (np.diff(width) <= 0.05).all()


def test_a_mask_goes_on_below_the_jaw():
    """On the face it is the surface; under the chin the neck turns in and the mask does not."""
    from imgfw_faces.surface import mask_surface

    face, below = np.array([[0.0, -40.0], [0.4, 0.0]]), np.array([[0.0, -145.0]])

    np.testing.assert_allclose(mask_surface(face), surface(face))
    assert mask_surface(below)[0, 2] > surface(below)[0, 2] + 10
