"""Which of several regions are used."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Picture, PictureError, Region
from imgfw.several import chosen

PICTURE = Picture(np.zeros((50, 100, 3), np.uint8), scale=0.5)
LARGE = Region(box=(0.0, 0.0, 60.0, 40.0))
CENTRAL = Region(landmarks=np.array([[90, 45], [110, 45], [100, 50], [95, 55], [105, 55]], np.float32))
SMALL = Region(box=(190.0, 90.0, 200.0, 100.0))


def test_all_are_used_in_their_order():
    """Each is a sample of its own."""
    assert chosen((LARGE, CENTRAL, SMALL), "all", PICTURE) == (LARGE, CENTRAL, SMALL)


def test_one_is_chosen_by_area_or_place():
    """By box or landmarks, in pixels of the full size."""
    assert chosen((SMALL, CENTRAL, LARGE), "largest", PICTURE) == (LARGE,)
    assert chosen((SMALL, LARGE, CENTRAL), "central", PICTURE) == (CENTRAL,)
    assert chosen((SMALL, Region()), "largest", PICTURE)[0].box is None


def test_several_may_be_an_error():
    """That says what else could be done; one alone is none."""
    with pytest.raises(PictureError, match='found 2 regions, expected one; several = "largest"'):
        chosen((LARGE, SMALL), "error", PICTURE)
    assert chosen((SMALL,), "error", PICTURE) == (SMALL,)
