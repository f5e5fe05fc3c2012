from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import Picture
from imgfw_keras.small_cnn import SmallCnn
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

POOLED = ("Conv2D", "BatchNormalization", "ReLU", "MaxPooling2D")
DENSE = ("Dense", "ReLU", "Dropout", "Dense")


def test_its_constants_are_keras_counts(beside: Any) -> None:
    """Parameters, features and operations that `imgfw show` tells are those of the network."""
    network = SmallCnn().network()

    assert network.count_params() == SmallCnn.facts["parameters"]
    assert network.output_shape == (None, SmallCnn.facts["features"])
    assert SmallCnn.facts["GFLOPs"] == pytest.approx(beside.gflops(network), rel=5e-3)


def test_filters_and_size_shape_the_network() -> None:
    """One convolution for each number of filters; the last number is the width of the features."""
    network = SmallCnn(size=40, filters=(4, 6, 10)).network()

    convolutions = [layer for layer in network.layers if "conv" in layer.name]
    assert [layer.filters for layer in convolutions] == [4, 6, 10]
    assert (network.input_shape, network.output_shape) == ((None, 40, 40, 3), (None, 10))


@pytest.mark.parametrize(
    ("parameters", "layers", "shape"),
    [
        ({}, ["Conv2D", "BatchNormalization", "ReLU", *POOLED, "GlobalAveragePooling2D"], (6,)),
        (
            {"batch_norm": False, "pooling": "none"},
            ["Conv2D", "ReLU", "Conv2D", "ReLU", "MaxPooling2D"],
            (8, 8, 6),
        ),
        (
            {"batch_norm": False, "first": "pool", "pooling": "flatten"},
            ["Conv2D", "ReLU", "MaxPooling2D", "Conv2D", "ReLU", "MaxPooling2D", "Flatten"],
            (384,),
        ),
        (
            {"pooling": "max", "units": (5, 7), "dropout": 0.2},
            ["Conv2D", "BatchNormalization", "ReLU", *POOLED, "GlobalMaxPooling2D", *DENSE],
            (7,),
        ),
    ],
)
def test_parameters_become_layers(parameters: Any, layers: list[str], shape: tuple[int, ...]) -> None:
    """Batch norm, pooling, dense layers and dropout between them are there as asked for."""
    network = SmallCnn(size=32, filters=(4, 6), **parameters).network()

    assert [type(layer).__name__ for layer in network.layers[1:]] == layers
    assert network.output_shape == (None, *shape)


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ({"units": (4,), "pooling": "none"}, "expected a pooling before dense units"),
        ({"units": (4,), "dropout": 0.5}, "expected two units or more"),
        ({"kernel": 0}, "kernel"),
    ],
)
def test_what_does_not_fit_is_refused(wrong: Any, match: str) -> None:
    """When the component is made."""
    with pytest.raises(ValidationError, match=match):
        SmallCnn(**wrong)


def test_pixels_are_scaled_to_one() -> None:
    """0 becomes -1, 255 becomes 1."""
    scaled = SmallCnn().scaled(np.array([0.0, 127.5, 255.0], np.float32))

    assert scaled.tolist() == [-1, 0, 1]


@pytest.mark.slow
def test_it_at_work_equals_keras() -> None:
    """The frozen network gives the features that Keras gives, within 1e-4 of the largest."""
    backbone = SmallCnn(size=48, filters=(4, 8))
    encoder = KerasTrainer().frozen(backbone, lambda text: None)
    image = np.random.default_rng(0).integers(0, 256, (48, 48, 3)).astype(np.uint8)
    from imgfw_keras.library import afresh, keras

    afresh(0)
    wanted = backbone.network()(backbone.scaled(image[None].astype("float32")))
    features = encoder.encode(Picture(image))

    wanted = keras().ops.convert_to_numpy(wanted)[0]
    assert np.abs(features - wanted).max() <= 1e-4 * np.abs(wanted).max()
