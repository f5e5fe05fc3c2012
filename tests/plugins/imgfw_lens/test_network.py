"""A bundle's network opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imgfw import CallError, RunError
from imgfw_keras.opened import opened
from imgfw_lens.network import Lens

pytestmark = pytest.mark.keras


def test_a_picture_is_seen_as_the_bundle_sees_it(lens: Lens, photos: Path) -> None:
    """The same pixels, the probabilities that predicting gives, and what is decided by them."""
    path = photos / "c-both.png"

    (look,) = lens.looks(path)

    (answer,) = lens.bundle.predict(path)
    assert look.name == "c-both.png" and look.pixels.shape == (32, 32, 3)
    assert all(np.array_equal(look.probabilities[n], p) for n, p in answer.probabilities.items())
    assert look.decided == {"colours": (0, 1), "amount": (0,)}
    (nothing,) = lens.looks(photos / "d-grey.png")
    assert nothing.decided["colours"] == ()


def test_the_network_says_what_the_bundle_says(lens: Lens, photos: Path) -> None:
    """Of every target, within 1e-5; logits are what the activation is taken of."""
    path = photos / "a-red.png"
    picture = lens.bundle.encoder.pictures(path.read_bytes())[0]
    pixels = lens.bundle.encoder.backbone.component.pixels(picture.image)[None]
    wanted = lens.bundle.raw(lens.bundle.encoder.encode(picture)[None])

    logits = lens.logits(pixels)
    found = lens.network.probabilities(lens.features(pixels))

    assert found.keys() == wanted.keys() == logits.keys()
    assert all(np.abs(np.asarray(found[name]) - wanted[name]).max() < 1e-5 for name in wanted)
    by_hand = 1 / (1 + np.exp(-np.asarray(logits["colours"])))
    assert np.abs(by_hand - wanted["colours"]).max() < 1e-5


def test_another_network_is_not_explained(lens: Lens, photos: Path, small) -> None:
    """Nothing is shown where weights are not those that the bundle predicts with."""
    other = small.made_of()
    weights = [value * 1.01 for value in other.encoder.backbone.fitted.network.get_weights()]
    other.encoder.backbone.fitted.network.set_weights(weights)
    changed = replace(lens, network=opened(other))

    with pytest.raises(RunError, match=r'says of "colours" what differs by .* expected 0.0001 at most'):
        list(changed.looks(photos / "a-red.png"))


def test_layers_are_looked_into(lens: Lens) -> None:
    """Their maps come beside the features of the whole."""
    first, second = lens.convolutions()

    maps, later, features = lens.probe([first, second])(np.zeros((2, 32, 32, 3), np.float32))

    assert (maps.shape, later.shape, features.shape) == ((2, 16, 16, 4), (2, 16, 16, 8), (2, 8))
    assert lens.size == (32, 32)


def test_one_of_several_targets_is_named(lens: Lens) -> None:
    """With the names that there are, or the nearest."""
    assert lens.target("amount").name == "amount"
    with pytest.raises(CallError, match=r"several targets; name one: --target colours\|amount"):
        lens.target(None)
    with pytest.raises(CallError, match='no such target; did you mean "colours"'):
        lens.target("colour")


def test_a_target_without_a_network_is_refused(lens: Lens) -> None:
    """With the reason that its head gives."""
    blind = replace(lens, network=replace(lens.network, missing={"amount": "no gradient passes it"}))

    with pytest.raises(CallError, match='--target "amount": no gradient passes it'):
        blind.target("amount")


def test_a_network_without_convolutions_is_told(lens: Lens, monkeypatch) -> None:
    """By the name of its backbone."""
    monkeypatch.setattr("imgfw_lens.network._CONVOLUTIONS", ())

    with pytest.raises(CallError, match="backbone/small-cnn has no convolution layers"):
        lens.convolutions()


def test_rounded_features_may_fall_to_either_side(lens: Lens, photos: Path) -> None:
    """Of half precision; what heads say of them is compared all the same."""
    part = lens.bundle.encoder.backbone
    half = replace(part, component=part.component.model_copy(update={"dtype": "float16"}))
    bundle = replace(lens.bundle, encoder=replace(lens.bundle.encoder, backbone=half))

    (look,) = Lens(bundle, opened(bundle)).looks(photos / "a-red.png")
    with pytest.raises(RunError, match='says of "features" what differs'):
        lens_of_another = Lens(bundle, replace(lens.network, scaled=lambda x, training: x * 0))
        list(lens_of_another.looks(photos / "a-red.png"))

    assert look.decided["colours"] == (0,)
