"""A drawn face whose landmarks are known."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_faces.fitting import five_of
from imgfw_faces.head import average_head
from imgfw_faces.trial import SIDE, away, drawn_face


def test_the_face_is_drawn_from_the_front():
    """Once, with all of its landmarks in the picture."""
    from imgfw_faces.fitting import fit_pose

    image, known = drawn_face()
    fit = fit_pose(known, average_head().landmarks)

    assert image.shape == (SIDE, SIDE, 3) and image.dtype == np.uint8 and image.std() > 20
    assert known.shape == (68, 2) and known.min() > 0 and known.max() < SIDE
    assert abs(fit.yaw) < 3 and abs(fit.pitch) < 6
    assert drawn_face() is drawn_face()


def test_how_far_points_are_off_is_told_in_eye_distances():
    """68 or 5 of them; the jaw does not count."""
    known = drawn_face()[1].astype(float)
    eyes = np.linalg.norm(np.subtract(*five_of(known)[:2]))
    jaw = known.copy()
    jaw[:17] += 50

    five = five_of(known)

    assert away(known) == away(jaw) == 0
    assert away(five) == pytest.approx(0, abs=1e-6)
    assert away(known + np.array([eyes, 0])) == pytest.approx(1)
    assert away(five + np.array([0, eyes])) == pytest.approx(1)
