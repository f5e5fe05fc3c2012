"""Activations of convolution layers."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_lens.activations import answers, record
from imgfw_lens.network import Lens

pytestmark = pytest.mark.keras


def test_every_convolution_layer_answers(lens: Lens, small) -> None:
    """With its maps as the next layer sees them, the most telling channel first, and its peak."""
    pixels = small.drawn(("red", 20, 4)).astype("float32")

    first, second = answers(lens, pixels)

    assert [each.layer for each in (first, second)] == lens.convolutions()
    assert (first.maps.shape, second.maps.shape) == ((16, 16, 4), (16, 16, 8))
    assert first.maps.min() == 0 == second.maps.min()
    told = record(first, 2)
    assert first.telling[0] == 0 and told["telling"][0]["channel"] == 0
    assert told["telling"][0]["peak"] == pytest.approx((230 - 40) / 127.5)
    assert told["telling"][0]["x"] > 0.5 > told["telling"][0]["y"]
    assert (told["cells"], told["channels"], len(told["telling"])) == ([16, 16], 4, 2)


def test_silent_channels_are_counted(lens: Lens, small) -> None:
    """Those that are nowhere above 0: nothing in the picture is green."""
    first, _ = answers(lens, small.drawn(("red", 4, 4)).astype("float32"))

    assert record(first, 4)["silent"] == int((first.maps.max(axis=(0, 1)) == 0).sum()) >= 1
    assert np.all(first.maps[..., 1] == 0)
