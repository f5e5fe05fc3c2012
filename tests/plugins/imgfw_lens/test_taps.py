"""Layers from which content and style are read."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import CallError
from imgfw_lens.taps import taps

pytestmark = pytest.mark.keras


def parts(lens):
    """The backbone as a component and as a network."""
    return lens.bundle.encoder.backbone.component, lens.network.backbone


def test_layers_are_chosen_by_the_sizes_of_their_maps(lens) -> None:
    """The largest maps tell the style, smaller ones the content."""
    found = taps(*parts(lens), (32, 32), (), ())

    layers = {layer.name: layer for layer in lens.network.backbone.layers}
    sides = [layers[name].output.shape[1] for name in found.style]
    assert sides == sorted(sides, reverse=True) and len(set(sides)) == len(sides)
    assert layers[found.content[0]].output.shape[1] == sides[-1]


def test_maps_are_those_of_the_network(lens, small) -> None:
    """Of its own size to the bit, and of another as far as the edges are not seen."""
    component, backbone = parts(lens)
    picture = small.drawn(("red", 4, 4))[None].astype(np.float32)
    wider = np.pad(picture, ((0, 0), (0, 16), (0, 32), (0, 0)), mode="edge")

    own, larger = (taps(component, backbone, shape, (), ()) for shape in ((32, 32), (48, 64)))

    wanted = lens.probe([*own.style, *own.content])(lens.network.scaled(picture, training=False))[:-1]
    style, content = own.maps(picture)
    assert all(np.allclose(a, b, atol=1e-6) for a, b in zip([*style, *content], wanted, strict=True))
    shown = larger.maps(wider)[0][0]
    height = style[0].shape[1] // 2
    assert np.allclose(shown[:, :height, :height], style[0][:, :height, :height], atol=1e-6)


def test_layers_may_be_named(lens) -> None:
    """One that is not there, or gives no map, is refused."""
    name = lens.convolutions()[1]

    found = taps(*parts(lens), (32, 32), [name], [name])

    assert found.style == found.content == (name,)
    with pytest.raises(CallError, match='has no layer "block5"'):
        taps(*parts(lens), (32, 32), ["block5"], [])
    flat = lens.network.backbone.layers[-1].name
    with pytest.raises(CallError, match="gives no map"):
        taps(*parts(lens), (32, 32), [], [flat])
