from __future__ import annotations

import pytest

from imgfw import ComponentError, Target, TargetType
from imgfw_keras.compose import head_network
from imgfw_keras.dense import Dense
from imgfw_keras.library import keras

pytestmark = pytest.mark.keras

TARGETS = {
    "hue": Target("hue", "classes", ("a", "b", "c")),
    "grade": Target("grade", "ordinal", ("low", "high")),
    "tags": Target("tags", "multi-label", ("x", "y", "z", "w")),
    "age": Target("age", "number"),
}


def test_each_type_of_target_has_its_activation_and_loss() -> None:
    """Softmax where one label holds, sigmoid where any may, a plain value for a number; widths fit."""
    outputs = Dense().layers({"features": keras().Input((8,))}, TARGETS)

    told = {
        name: (output.logits.shape[1], output.activation, output.loss) for name, output in outputs.items()
    }
    assert told == {
        "hue": (3, "softmax", "crossentropy"),
        "grade": (2, "softmax", "crossentropy"),
        "tags": (4, "sigmoid", "binary-crossentropy"),
        "age": (1, "linear", "squared-error"),
    }


@pytest.mark.parametrize(
    ("head", "layers"),
    [
        (Dense(), ["Dense"]),
        (Dense(dropout=0.5), ["Dropout", "Dense"]),
        (Dense(units=(4,)), ["Dense", "Activation", "Dense"]),
        (
            Dense(units=(4,), batch_norm=True, dropout=0.1),
            ["Dropout", "Dense", "BatchNormalization", "Activation", "Dropout", "Dense"],
        ),
    ],
)
def test_parameters_become_layers(head: Dense, layers: list[str]) -> None:
    """Hidden layers, batch norm and dropout are there where they are asked for."""
    given = keras().Input((8,))

    output = head.layers({"features": given}, {"hue": TARGETS["hue"]})["hue"]

    network = keras().Model(given, output.logits)
    assert [type(layer).__name__ for layer in network.layers[1:]] == layers


def test_several_inputs_are_joined() -> None:
    """Predictions of another head stand beside the features."""
    given = {"features": keras().Input((8,)), "head:other": keras().Input((3,))}

    output = Dense().layers(given, {"hue": TARGETS["hue"]})["hue"]

    assert keras().Model(list(given.values()), output.logits).count_params() == (8 + 3) * 3 + 3


def numbers(*names: str) -> dict[str, Target]:
    """Targets of one number each."""
    return {name: Target(name, "number") for name in names}


def labels(name: str, type: TargetType, count: int) -> dict[str, Target]:
    """One target with so many labels."""
    return {name: Target(name, type, tuple(map(str, range(count))))}


RESNET50, VGG19, INCEPTION_V3 = 23_587_712, 20_024_384, 21_802_784
WIDE = {"units": (1024, 1024)}
HIDDEN = {"units": (256,), "dropout": 0.4}
BACKBONES = {
    "A6": (0, {"units": (1024,), "initializer": "normal"}, labels("good", "classes", 2), 2048, 0, 2_100_226),
    "A6 with batch norm": (
        0,
        {"units": (1024,), "initializer": "normal", "batch_norm": True},
        labels("good", "classes", 2),
        *(2048, 0, 2_104_322),
    ),
    "B3, B4: 1 + 7": (
        RESNET50,
        WIDE,
        numbers("popularity") | labels("tags", "multi-label", 7),
        *(2048, 0, 26_743_688),
    ),
    "B3, B6: 1 + 1 + 6": (
        RESNET50,
        WIDE,
        numbers("popularity") | labels("gender", "multi-label", 1) | labels("age", "classes", 6),
        *(2048, 0, 26_743_688),
    ),
    "B3, B7: 3 classes": (RESNET50, WIDE, labels("quality", "ordinal", 3), 2048, 0, 26_738_563),
    "B5": (RESNET50, WIDE, numbers("popularity"), 2048, 7, 26_743_681),
    "E5, ResNet50": (RESNET50, HIDDEN, labels("tags", "multi-label", 6), 2048, 0, 24_113_798),
    "E5, VGG19": (VGG19, HIDDEN, labels("tags", "multi-label", 6), 512, 0, 20_157_254),
    "E5, InceptionV3": (INCEPTION_V3, HIDDEN, labels("tags", "multi-label", 6), 2048, 0, 22_328_870),
}


@pytest.mark.parametrize("row", BACKBONES)
def test_parameters_are_those_of_the_systems(row: str) -> None:
    """Each row of the mission: those of the backbone, and of this head on its features, are the whole."""
    backbone, parameters, targets, width, fed, whole = BACKBONES[row]
    inputs = ("features", "head:attributes") if fed else ("features",)
    head = Dense(**parameters, inputs=inputs, targets=tuple(targets))

    network = head_network(head, targets, {"features": (width,), "head:attributes": (fed,)}).network

    assert backbone + network.count_params() == whole


def test_batch_norm_stands_between_a_layer_and_its_activation() -> None:
    """The layer keeps its bias, as the system it is counted against did."""
    given = keras().Input((8,))

    output = Dense(units=(4,), batch_norm=True).layers({"features": given}, {"hue": TARGETS["hue"]})["hue"]

    network = keras().Model(given, output.logits)
    assert [layer.count_params() for layer in network.layers] == [0, 8 * 4 + 4, 4 * 4, 0, 4 * 3 + 3]


def test_maps_are_refused() -> None:
    """Features that are maps raise ComponentError with their shape."""
    with pytest.raises(ComponentError, match=r"\(N, D\).*4, 4, 8"):
        Dense().layers({"features": keras().Input((4, 4, 8))}, {"hue": TARGETS["hue"]})
