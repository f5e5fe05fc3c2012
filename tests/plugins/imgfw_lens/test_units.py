"""Units of convolution layers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imgfw import CallError
from imgfw_keras.small_cnn import SmallCnn
from imgfw_lens.network import Lens
from imgfw_lens.units import before, behind, channels, layer_of

pytestmark = pytest.mark.keras


def kind(lens: Lens, name: str) -> str:
    """The class of a layer."""
    return type(lens.network.backbone.get_layer(name)).__name__


def test_what_follows_a_convolution_is_found_by_what_feeds_it(lens: Lens) -> None:
    """Normalisation and rectifier, wherever they stand in the list."""
    normed = replace(lens, network=replace(lens.network, backbone=SmallCnn(size=32, filters=(4, 8)).build()))

    for plain in lens.convolutions():
        assert before(lens, plain) == plain and kind(lens, behind(lens, plain)) == "ReLU"
    for each in normed.convolutions():
        assert kind(normed, before(normed, each)) == "BatchNormalization"
        assert kind(normed, behind(normed, each)) == "ReLU"


def test_layers_are_asked_for_by_name_or_place(lens: Lens) -> None:
    """One that there is not is refused with the nearest."""
    first, last = lens.convolutions()

    assert [layer_of(lens, asked) for asked in ("first", "last", last)] == [first, last, last]
    assert channels(lens, first) == 4 and channels(lens, last) == 8
    with pytest.raises(CallError, match=f'--layer "{first}x": .* no such convolution layer; did you mean'):
        layer_of(lens, f"{first}x")
