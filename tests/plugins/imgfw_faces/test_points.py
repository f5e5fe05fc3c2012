"""The landmark table."""

import numpy as np

from imgfw.landmarks import MIRROR
from imgfw_faces.points import ANCHORS, LANDMARKS


def test_the_table_is_symmetric():
    """Exchanging left and right gives the same 68 points."""
    mirrored = LANDMARKS[list(MIRROR[68])] * [-1, 1, 1]

    assert LANDMARKS.shape == (68, 3)
    np.testing.assert_allclose(mirrored, LANDMARKS)


def test_features_stand_in_their_order_down_the_face():
    """Brows lie above eyes, eyes above nose, nose above mouth, mouth above chin."""
    heights = [LANDMARKS[part, 1].mean() for part in (slice(17, 27), slice(36, 48), 33, slice(48, 68), 8)]

    assert heights == sorted(heights, reverse=True)


def test_anchors_begin_with_the_landmarks():
    """The first 68 anchors are the landmarks, none occurs twice."""
    distinct = np.unique(ANCHORS, axis=0)

    np.testing.assert_array_equal(ANCHORS[:68], LANDMARKS)
    assert len(distinct) == len(ANCHORS)
