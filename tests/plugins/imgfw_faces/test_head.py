"""The head, its modes and its expressions."""

import numpy as np

from imgfw.landmarks import MIRROR
from imgfw_faces.head import average_head
from imgfw_faces.points import LANDMARKS


def test_the_average_head_has_the_table_as_landmarks():
    """Without modes the landmarks are those of the table, within 1.5 mm."""
    head = average_head()

    assert np.linalg.norm(head.landmarks - LANDMARKS, axis=1).max() < 1.5


def test_landmarks_lie_on_the_sheet_whatever_the_face_does():
    """Smiling, open or shaped otherwise, each landmark stays within a grid step of the sheet."""
    head = average_head().moved({"smile": 1.0, "open": 0.8, "jaw-width": 1.5, "nose-long": -1.0})

    flat = head.points.reshape(-1, 3)
    nearest = np.linalg.norm(flat[None] - head.landmarks[:, None], axis=2).min(1)

    assert nearest.max() < 4.0


def test_opening_the_mouth_parts_the_inner_lips():
    """The gap between the inner lips grows with the weight, the upper lip stays."""
    head = average_head()

    gaps = [float(np.ptp(head.moved({"open": w}).landmarks[[62, 66], 1])) for w in (0.0, 0.5, 1.0)]

    assert gaps[0] < 3 < gaps[1] < gaps[2]
    assert abs(head.moved({"open": 1.0}).landmarks[62, 1] - head.landmarks[62, 1]) < 1.0


def test_a_smile_widens_the_mouth_and_lifts_its_corners():
    """Mouth corners move outwards and up."""
    head = average_head()

    change = head.moved({"smile": 1.0}).landmarks - head.landmarks

    assert change[54, 0] > 3
    assert change[48, 0] < -3
    assert (change[[48, 54], 1] > 3).all()


def test_a_blink_shuts_the_eyes():
    """Upper and lower lid meet."""
    head = average_head().moved({"blink": 1.0})

    opening = head.landmarks[[37, 38, 43, 44], 1] - head.landmarks[[41, 40, 47, 46], 1]

    assert (np.abs(opening) < 2.5).all()


def test_shaped_heads_stay_symmetric():
    """Modes keep left and right alike."""
    head = average_head().moved({"cheek-full": 1.5, "eyes-apart": -1.0, "mouth-wide": 1.0})

    np.testing.assert_allclose(head.landmarks[list(MIRROR[68])] * [-1, 1, 1], head.landmarks, atol=0.05)


def test_moving_leaves_the_original_alone():
    """Adding modes gives a new head."""
    before = average_head().points.copy()

    average_head().moved({"smile": 1.0})

    np.testing.assert_array_equal(average_head().points, before)
