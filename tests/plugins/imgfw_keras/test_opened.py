"""Bundles put together again as networks of Keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from imgfw import Bundle, CallError, Picture, Step
from imgfw.decisions import Decision
from imgfw.encoder import Encoder
from imgfw.parts import Part
from imgfw_keras.arcface import ArcFace
from imgfw_keras.dense import Dense
from imgfw_keras.opened import opened
from imgfw_keras.trainer import KerasTrainer
from imgfw_sklearn.nearest import Nearest
from imgfw_sklearn.ridge import Ridge

pytestmark = pytest.mark.keras


class Lines:
    """A formula at work."""

    def __init__(self, width: int) -> None:
        weights = np.random.default_rng(0).normal(size=(width, 3)).astype("float32")
        self._steps = (Step("linear", (weights, np.zeros(3, "float32"))), Step("sigmoid"))

    def steps(self) -> dict[str, tuple[Step, ...]]:
        """Of its only target."""
        return {"tags": self._steps}

    def predict(self, inputs: Any) -> dict[str, np.ndarray]:
        """What it gives."""
        from imgfw.formula import computed

        return {"tags": computed(self._steps, np.concatenate(list(inputs.values()), axis=1))}


@pytest.fixture(scope="module")
def trained(toy: Any, stranger: Callable[..., Any]) -> Bundle:
    """A network with a head of two targets; a formula is fed by its features and by what the head says."""
    component = stranger()
    head = Dense(name="hue", targets=("hue", "red"), units=(4,))
    found = KerasTrainer(epochs=1, batch_size=16).train(toy.task({"hue": head}, component))
    fed = Ridge(name="tags", targets=("tags",), inputs=("features", "head:hue"))
    parts = {"hue": Part(head, found.heads["hue"]), "tags": Part(fed, Lines(6 + 3))}
    encoder = Encoder(16, (), (), Part(component, found.encoder))
    return Bundle(encoder, parts, toy.targets, dict.fromkeys(toy.targets, Decision()))


def apart(bundle: Bundle, images: np.ndarray) -> float:
    """The largest difference between what a bundle says of pictures and what its network says."""
    component: Any = bundle.encoder.backbone.component
    network = opened(bundle)
    pixels = np.stack([component.pixels(image) for image in images])
    wanted = bundle.raw(np.stack([bundle.encoder.encode(Picture(image)) for image in images]))
    features = network.backbone(network.scaled(pixels), training=False)
    found = network.probabilities(features, training=False)
    assert found.keys() | network.missing.keys() == wanted.keys()
    return max(float(np.abs(np.asarray(found[name]) - wanted[name]).max()) for name in found)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_a_trained_network_says_what_its_bundle_says(trained: Bundle, toy: Any, dtype: str) -> None:
    """Several targets, numbers in their unit, formulas, heads that feed heads, rounded features."""
    component = trained.encoder.backbone.component.model_copy(update={"dtype": dtype})
    backbone = replace(trained.encoder.backbone, component=component)
    bundle = replace(trained, encoder=replace(trained.encoder, backbone=backbone))

    assert apart(bundle, toy.images[:6]) < 1e-5


def test_gradients_reach_the_pixels(trained: Bundle, toy: Any) -> None:
    """Of the logits of every target, of layers as of formulas."""
    import tensorflow as tf

    network = opened(trained)
    pixels = tf.constant(toy.images[:2].astype("float32"))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(pixels)
        logits = network.logits(network.backbone(network.scaled(pixels)))
        sums = {name: tf.reduce_sum(each[:, 0]) for name, each in logits.items()}

    assert logits.keys() == {"hue", "red", "tags"}
    assert all(np.abs(np.asarray(tape.gradient(each, pixels))).max() > 0 for each in sums.values())


def test_a_frozen_network_is_made_again(toy: Any, stranger: Callable[..., Any]) -> None:
    """With the weights that it began with, random ones too; a head of directions on it keeps its own."""
    component = stranger(given=True)
    encoder = KerasTrainer().frozen(component, lambda text: None)
    head = ArcFace(name="hue", target="hue", targets=("hue",), embedding=3)
    rows = np.stack([encoder.encode(Picture(image)) for image in toy.images[:48]])
    train = replace(toy.train, inputs={"features": rows})
    task = toy.task({"hue": head}, train=train, val=train, score=lambda given: 0.0)
    found = KerasTrainer(epochs=1).train(task)
    part = Part(head, found.heads["hue"])
    bundle = Bundle(
        Encoder(16, (), (), Part(component, encoder)), {"hue": part}, toy.targets, {"hue": Decision()}
    )

    assert apart(bundle, toy.images[:6]) < 1e-5


def test_weights_that_are_gone_are_told(trained: Bundle, tmp_path: Path, monkeypatch) -> None:
    """By their file, with what to do."""
    component = trained.encoder.backbone.component
    monkeypatch.setattr(type(component), "files_read", lambda self: (tmp_path / "gone.h5",))
    part = Part(component, replace(trained.encoder.backbone.fitted, kept={}))
    bundle = replace(trained, encoder=replace(trained.encoder, backbone=part))

    with pytest.raises(
        CallError, match=r"was not trained.*there is no file .*gone\.h5\n.*run the recipe again"
    ):
        opened(bundle)


def test_heads_that_no_gradient_passes_are_missing(trained: Bundle) -> None:
    """And those that they feed, each with its reason."""
    deaf = Part(Nearest(name="hue", targets=("hue", "red")), SimpleNamespace())
    bundle = replace(trained, heads={**trained.heads, "hue": deaf})

    missing = opened(bundle).missing

    assert missing.keys() == {"hue", "red", "tags"}
    assert missing["hue"].startswith('head "hue": nearest is neither layers nor a formula')
    assert missing["tags"] == 'head "tags" takes head:hue, which is not a part of the network'
