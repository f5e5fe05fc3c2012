from __future__ import annotations

import numpy as np
import pytest

from imgfw import Picture
from imgfw_keras.small_cnn import SmallCnn
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras


def test_its_constants_are_keras_counts() -> None:
    """The parameters and features that `imgfw show` tells are those of the network."""
    network = SmallCnn().network()

    assert network.count_params() == SmallCnn.facts["parameters"]
    assert network.output_shape == (None, SmallCnn.facts["features"])


def test_filters_and_size_shape_the_network() -> None:
    """One convolution for each number of filters; the last number is the width of the features."""
    network = SmallCnn(size=40, filters=(4, 6, 10)).network()

    convolutions = [layer for layer in network.layers if "conv" in layer.name]
    assert [layer.filters for layer in convolutions] == [4, 6, 10]
    assert (network.input_shape, network.output_shape) == ((None, 40, 40, 3), (None, 10))


def test_pixels_are_scaled_to_one() -> None:
    """0 becomes -1, 255 becomes 1."""
    scaled = SmallCnn().scaled(np.array([0.0, 127.5, 255.0], np.float32))

    assert scaled.tolist() == [-1, 0, 1]


def test_its_graph_equals_keras() -> None:
    """The graph of the frozen network gives the features that Keras gives, within 1e-4 of the largest."""
    backbone = SmallCnn(size=48, filters=(4, 8))
    encoder = KerasTrainer().frozen(backbone, lambda text: None)
    image = np.random.default_rng(0).integers(0, 256, (48, 48, 3)).astype(np.uint8)
    from imgfw_keras.library import afresh

    afresh(0)
    keras_features = np.asarray(backbone.network()(backbone.scaled(image[None].astype("float32"))))[0]
    features = encoder.encode(Picture(image))

    assert np.abs(features - keras_features).max() <= 1e-4 * np.abs(keras_features).max()
