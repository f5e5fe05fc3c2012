"""The networks of five systems that were built before, counted, as recipes have them but without weights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from imgfw import NeuralBackbone, NeuralHead, Picture, Target, TargetType
from imgfw_keras.compose import Composed, freeze, head_network, on_pixels
from imgfw_keras.conv import Conv
from imgfw_keras.dense import Dense
from imgfw_keras.efficientnet import EfficientNetB0
from imgfw_keras.inception import InceptionV3
from imgfw_keras.library import afresh, keras
from imgfw_keras.resnet import ResNet50
from imgfw_keras.small_cnn import SmallCnn
from imgfw_keras.trainer import KerasTrainer
from imgfw_keras.vgg import VGG19

pytestmark = pytest.mark.keras

BATCH_NORM = 53_120
"""What ResNet50's batch norms keep and never learn."""


def labels(name: str, type: TargetType, count: int) -> dict[str, Target]:
    """One target with so many labels."""
    return {name: Target(name, type, tuple(f"{row:04}" for row in range(count)))}


def numbers(name: str) -> dict[str, Target]:
    """One target of a number."""
    return {name: Target(name, "number")}


def composed(backbone: NeuralBackbone, head: NeuralHead, targets: dict[str, Target]) -> Composed:
    """Backbone and head, as they are trained together."""
    afresh(0)
    return on_pixels(backbone, backbone.network(), {"head": head}, targets)


def counts(network: Any) -> tuple[int, int]:
    """All parameters, and those that learn."""
    learning = sum(int(np.prod(weight.shape)) for weight in network.trainable_weights)
    return network.count_params(), learning


WIDE: dict[str, Any] = {"units": (1024, 1024)}
HIDDEN: dict[str, Any] = {"units": (256,), "dropout": 0.4}
TAGS = labels("tags", "multi-label", 6)
ROWS: dict[str, tuple[NeuralBackbone, NeuralHead, dict[str, Target], int]] = {
    "B3, B4: popularity and seven tags": (
        ResNet50(weights="none"),
        Dense(**WIDE),
        numbers("popularity") | labels("tags", "multi-label", 7),
        26_743_688,
    ),
    "B3, B6: popularity, gender and six ages": (
        ResNet50(weights="none"),
        Dense(**WIDE),
        numbers("popularity") | labels("gender", "multi-label", 1) | labels("age", "classes", 6),
        26_743_688,
    ),
    "B3: three classes": (
        ResNet50(weights="none", size=200),
        Dense(**WIDE),
        labels("quality", "ordinal", 3),
        26_738_563,
    ),
    "E5: ResNet50": (ResNet50(weights="none", size=256), Dense(**HIDDEN), TAGS, 24_113_798),
    "E5: VGG19": (VGG19(weights="none", size=256), Dense(**HIDDEN), TAGS, 20_157_254),
    "E5: InceptionV3": (InceptionV3(weights="none", size=256), Dense(**HIDDEN), TAGS, 22_328_870),
}


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS)
def test_all_parameters_are_those_of_the_system(row: str) -> None:
    """Backbone and head together; of all but the batch norms' means and deviations it learns."""
    backbone, head, targets, wanted = ROWS[row]

    network = composed(backbone, head, targets)

    kept = sum(2 * layer.moving_mean.shape[0] for layer in network.backbone.layers if _normalises(layer))
    assert counts(network.training) == (wanted, wanted - kept)


@pytest.mark.slow
def test_a_head_on_kept_features_learns_alone() -> None:
    """A6: 2048 features of Inception V3, 1024 hidden, two classes; with batch norm it has 4,096 more."""
    target = labels("quality", "classes", 2)
    network = composed(
        InceptionV3(weights="none", size=256), Dense(units=(1024,), initializer="normal"), target
    )
    normed = composed(SmallCnn(filters=(2048,)), Dense(units=(1024,), batch_norm=True), target)

    assert network.backbone.output_shape == (None, 2048)
    assert counts(network.heads["head"].network) == (2_100_226, 2_100_226)
    assert counts(normed.heads["head"].network) == (2_104_322, 2_104_322 - 2048)


@pytest.mark.slow
def test_attributes_join_the_features() -> None:
    """B5: seven predicted attributes beside 2048 features, before the first dense layer."""
    backbone = ResNet50(weights="none").network()
    head = Dense(**WIDE, inputs=("features", "head:attributes"), target="popularity")

    on_both = head_network(
        head, numbers("popularity"), {"features": backbone.output_shape[1:], "head:attributes": (7,)}
    )

    assert backbone.count_params() + on_both.network.count_params() == 26_743_681


@pytest.mark.slow
def test_the_first_thirty_layers_stay_as_they_are() -> None:
    """B7: of ResNet50 at 200 pixels 225,600 of 23,587,712 parameters are not trained."""
    backbone = ResNet50(weights="none", size=200)
    network = composed(backbone, Dense(), labels("quality", "ordinal", 3))

    freeze(network.backbone, 30)

    total, learning = counts(network.backbone)
    assert (total, total - learning) == (23_587_712, 225_600)


@pytest.mark.slow
def test_a_convolution_stands_on_the_map() -> None:
    """D4: EfficientNetB0 at 160 pixels, frozen, gives (5, 5, 1280); the head on it has 402,101 to train."""
    backbone = EfficientNetB0(weights="none", size=160, pooling="none")
    network = composed(backbone, Conv(dropout=0.5), labels("person", "classes", 1013))

    network.backbone.trainable = False

    assert network.backbone.output_shape == (None, 5, 5, 1280)
    assert counts(network.training) == (4_451_672, 402_101)


def test_the_benchmark_network_layer_by_layer() -> None:
    """E6: four convolutions 2x2, each pooled, flattened to 32,768, and three dense layers."""
    backbone = SmallCnn(size=256, kernel=2, first="pool", batch_norm=False, pooling="flatten")
    network = composed(backbone, Dense(units=(512, 512), dropout=0.5), TAGS)

    layers = [*network.backbone.layers, *network.heads["head"].network.layers]
    wanted = [208, 2_080, 8_256, 32_896, 16_777_728, 262_656, 3_078]
    kinds = [type(layer).__name__ for layer in layers]
    assert [layer.count_params() for layer in layers if layer.count_params()] == wanted
    assert kinds == [
        *("InputLayer", *("Conv2D", "ReLU", "MaxPooling2D") * 4, "Flatten"),
        *("InputLayer", *("Dropout", "Dense", "Activation") * 2, "Dropout", "Dense"),
    ]
    assert counts(network.training) == (17_086_902, 17_086_902)


def test_the_student_layer_by_layer() -> None:
    """C2: three convolutions, dense, dropout, dense 2048 as the bottleneck, softmax."""
    backbone = SmallCnn(
        size=100, filters=(32, 64, 128), batch_norm=False, pooling="flatten", units=(512, 2048), dropout=0.5
    )
    network = composed(backbone, Dense(), labels("person", "classes", 12))

    kinds = [type(layer).__name__ for layer in network.backbone.layers]
    bare = [kind for kind in kinds if kind in ("Conv2D", "Flatten", "Dense", "Dropout")]
    assert bare == ["Conv2D"] * 3 + ["Flatten", "Dense", "Dropout", "Dense"]
    assert network.backbone.output_shape == (None, 2048)
    assert [layer.units for layer in network.heads["head"].network.layers[1:]] == [12]
    assert network.outputs["person"].activation == "softmax"


@pytest.mark.slow
def test_a_network_from_scratch_learns_twenty_pictures_by_heart(toy: Any) -> None:
    """A2: three convolutions without batch norm, on pictures whose labels say nothing."""
    backbone = SmallCnn(size=32, filters=(16, 32, 32), batch_norm=False, pooling="flatten")
    by_chance = np.random.default_rng(1).integers(0, 2, 20)
    few = replace(
        toy.train.take(range(20)),
        truth={"hue": by_chance},
        draw=lambda row, epoch: toy.images[row].repeat(2, axis=0).repeat(2, axis=1).astype(np.float32),
    )

    def share(given: Any) -> float:
        return float((given["hue"].argmax(axis=1) == by_chance).mean())

    head = Dense(name="hue", target="hue", targets=("hue",))
    task = toy.task({"hue": head}, backbone, train=few, val=few, score=share)
    trained = KerasTrainer(epochs=80, batch_size=10, learning_rate=3e-3).train(task)

    images = [toy.images[row].repeat(2, axis=0).repeat(2, axis=1) for row in range(20)]
    features = np.stack([trained.encoder.encode(Picture(image)) for image in images])
    assert share(trained.heads["hue"].predict({"features": features})) >= 0.95


def _normalises(layer: Any) -> bool:
    return isinstance(layer, keras().layers.BatchNormalization)
