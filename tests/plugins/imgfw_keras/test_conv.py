from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import ComponentError, NeuralBackbone, Picture, Target
from imgfw_keras.compose import head_network
from imgfw_keras.conv import Conv
from imgfw_keras.library import keras
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

HUE = {"hue": Target("hue", "classes", ("blue", "red"))}
PEOPLE = {"person": Target("person", "classes", tuple(f"{row:04}" for row in range(1013)))}


def layers_of(head: Conv, shape: tuple[int, ...] = (4, 4, 6)) -> list[str]:
    """The layers between a map and the logits of a class."""
    given = keras().Input(shape)
    network = keras().Model(given, head.layers({"features": given}, HUE)["hue"].logits)
    return [type(layer).__name__ for layer in network.layers[1:]]


def test_parameters_are_those_of_the_system() -> None:
    """D4: a convolution 3x3x32 on a map (5, 5, 1280), dropout, global max pooling, softmax of 1013 people."""
    head = Conv(dropout=0.5, target="person")

    network = head_network(head, PEOPLE, {"features": (5, 5, 1280)}).network

    assert network.count_params() == 402_101
    assert 4_049_571 + network.count_params() == 4_451_672
    assert [type(layer).__name__ for layer in network.layers[1:]] == [
        "Conv2D",
        "Activation",
        "Dropout",
        "GlobalMaxPooling2D",
        "Dense",
    ]


@pytest.mark.parametrize(
    ("head", "layers"),
    [
        (Conv(), ["Conv2D", "Activation", "GlobalMaxPooling2D", "Dense"]),
        (Conv(pooling="avg"), ["Conv2D", "Activation", "GlobalAveragePooling2D", "Dense"]),
        (
            Conv(filters=(8, 4), batch_norm=True),
            ["Conv2D", "BatchNormalization", "Activation"] * 2 + ["GlobalMaxPooling2D", "Dense"],
        ),
        (
            Conv(units=(7,), dropout=0.2),
            [
                "Conv2D",
                "Activation",
                "Dropout",
                "GlobalMaxPooling2D",
                "Dense",
                "Activation",
                "Dropout",
                "Dense",
            ],
        ),
    ],
)
def test_parameters_become_layers(head: Conv, layers: list[str]) -> None:
    """Convolutions, pooling and dense layers are there as asked for."""
    assert layers_of(head) == layers


@pytest.mark.parametrize("kernel", [1, 3, 5, 15])
def test_maps_keep_their_size_however_large_the_kernel(kernel: int) -> None:
    """A kernel larger than the map is no trouble."""
    given = keras().Input((2, 3, 4))

    output = Conv(kernel=kernel, filters=(5, 6)).layers({"features": given}, HUE)["hue"]

    convolutions = [x for x in keras().Model(given, output.logits).layers if "conv" in x.name]
    assert [tuple(layer.output.shape) for layer in convolutions] == [(None, 2, 3, 5), (None, 2, 3, 6)]


def test_predictions_of_other_heads_join_after_the_pooling() -> None:
    """They are no maps."""
    targets, shapes = HUE, {"features": (4, 4, 6), "head:other": (3,)}
    head = Conv(filters=(8,), inputs=("head:other", "features"), target="hue")

    network = head_network(head, targets, shapes).network

    assert network.count_params() == (3 * 3 * 6 * 8 + 8) + (8 + 3) * 2 + 2


@pytest.mark.parametrize(
    ("inputs", "got"), [({"features": (8,)}, r"\(None, 8\)"), ({"head:other": (3,)}, "none")]
)
def test_features_without_a_map_are_refused(inputs: dict[str, tuple[int, ...]], got: str) -> None:
    """With the shape that came and a way out."""
    given = {name: keras().Input(shape) for name, shape in inputs.items()}

    with pytest.raises(ComponentError, match=rf"head/conv takes features \(N, h, w, c\), got {got}; choose"):
        Conv().layers(given, HUE)


@pytest.mark.parametrize("wrong", [{"filters": ()}, {"filters": (0,)}, {"kernel": 0}, {"pooling": "none"}])
def test_parameters_have_bounds(wrong: dict[str, Any]) -> None:
    """What makes no sense is refused when the component is made."""
    with pytest.raises(ValidationError):
        Conv(**wrong)


@pytest.mark.slow
def test_it_learns_on_kept_maps(toy: Any, as_a_graph: Any, restored: Any) -> None:
    """The maps are small pictures here; what comes back from its state answers as it did."""

    def rows(given: Any, images: np.ndarray) -> Any:
        maps = images.reshape(len(images), 4, 4, 4, 4, 3).mean(axis=(2, 4)) / 255
        return replace(given, inputs={"features": maps.astype(np.float32)})

    head = Conv(name="hue", target="hue", targets=("hue",), filters=(6,), dropout=0.1)
    task = toy.task({"hue": head})
    task = replace(task, train=rows(toy.train, toy.images[:48]), val=rows(toy.val, toy.images[48:]))

    trained = KerasTrainer(epochs=12, batch_size=8, learning_rate=0.05).train(task)

    fitted = trained.heads["hue"]
    found = fitted.predict({"features": task.val.inputs["features"]})["hue"]
    assert as_a_graph(fitted)
    assert (found.argmax(axis=1) == toy.val.truth["hue"]).mean() > 0.8
    again = restored(head, fitted.state()).predict({"features": task.val.inputs["features"][:1]})["hue"]
    assert np.array_equal(again, found[:1])


@pytest.mark.slow
def test_it_learns_together_with_a_backbone_that_gives_maps(toy: Any, stranger: Any) -> None:
    """From pixels, through the maps of a network of somebody else's plugin."""

    class Mapping(type(stranger())):  # type: ignore[misc]
        @property
        def gives(self) -> str:
            return "map"

        def network(self) -> Any:
            pooled = super().network()
            return keras().Model(pooled.inputs, pooled.layers[-2].output)

    backbone: NeuralBackbone = Mapping()
    head = Conv(name="hue", target="hue", targets=("hue",), filters=(4,))

    trained = KerasTrainer(epochs=6, batch_size=8, learning_rate=0.05).train(
        toy.task({"hue": head}, backbone)
    )

    maps = np.stack([trained.encoder.encode(Picture(image)) for image in toy.images[48:]])
    assert maps.ndim == 4
    found = trained.heads["hue"].predict({"features": maps})["hue"]
    assert (found.argmax(axis=1) == toy.val.truth["hue"]).mean() > 0.8
