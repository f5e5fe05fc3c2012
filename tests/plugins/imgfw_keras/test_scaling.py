from __future__ import annotations

import numpy as np
import pytest

from imgfw_keras.library import keras
from imgfw_keras.scaling import Scaling, rooted, scaled

PIXELS = np.random.default_rng(0).uniform(0, 255, (2, 4, 5, 3)).astype("float32")


@pytest.mark.parametrize(("scaling", "ends"), [("0..255", (0, 255)), ("0..1", (0, 1)), ("-1..1", (-1, 1))])
def test_the_ends_are_what_the_name_says(scaling: Scaling, ends: tuple[float, float]) -> None:
    """Black and white become the two numbers."""
    given = np.array([0, 255], np.float32).reshape(1, 1, 2, 1)

    assert scaled(given, scaling).ravel().tolist() == list(ends)


@pytest.mark.keras
@pytest.mark.parametrize(
    ("scaling", "mode"), [("-1..1", "tf"), ("imagenet", "torch"), ("imagenet-bgr", "caffe")]
)
def test_it_is_what_keras_does(scaling: Scaling, mode: str) -> None:
    """The three ways in which families of keras.applications are trained."""
    wanted = keras().applications.imagenet_utils.preprocess_input(PIXELS.copy(), mode=mode)
    given = keras().ops.convert_to_tensor(PIXELS)

    assert np.allclose(keras().ops.convert_to_numpy(scaled(given, scaling)), wanted, atol=2e-5)


@pytest.mark.keras
def test_a_root_is_mended() -> None:
    """Divided by the root of the deviation, as such a network does, it is divided by the deviation itself."""
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])

    inside = (
        keras().ops.convert_to_numpy(rooted(keras().ops.convert_to_tensor(PIXELS))) / 255 - mean
    ) / np.sqrt(deviation)

    assert np.allclose(inside, (PIXELS / 255 - mean) / deviation, atol=1e-5)
