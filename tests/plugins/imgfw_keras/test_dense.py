from __future__ import annotations

import pytest

from imgfw import ComponentError, Target
from imgfw_keras import Dense
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


def test_maps_are_refused() -> None:
    """Features that are maps raise ComponentError with their shape."""
    with pytest.raises(ComponentError, match=r"\(N, D\).*4, 4, 8"):
        Dense().layers({"features": keras().Input((4, 4, 8))}, {"hue": TARGETS["hue"]})
