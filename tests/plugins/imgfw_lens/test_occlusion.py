"""Occlusion."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_lens.network import Lens
from imgfw_lens.occlusion import occlusion

pytestmark = pytest.mark.keras


@pytest.mark.parametrize(("label", "x", "y"), [(0, 20, 4), (1, 4, 20)])
def test_covering_the_cause_is_what_counts(lens: Lens, small, label: int, x: int, y: int) -> None:
    """Heat is on the square of the label's colour and around it by half a cover at most."""
    pixels = small.drawn(("red", 20, 4), ("green", 4, 20)).astype("float32")

    heat = occlusion(lens, pixels, "colours", label)

    near = np.zeros((32, 32), bool)
    near[max(y - 5, 0) : y + 13, max(x - 5, 0) : x + 13] = True
    assert heat.shape == (32, 32)
    assert heat[near].sum() > 0.95 * heat.sum() > 0
    assert near[np.unravel_index(heat.argmax(), heat.shape)]


def test_every_place_is_covered(lens: Lens, small) -> None:
    """Heat is a number everywhere, corners included, whatever the size of the picture."""
    heat = occlusion(lens, small.drawn().astype("float32"), "colours", 0)

    assert np.isfinite(heat).all() and heat.min() >= 0
