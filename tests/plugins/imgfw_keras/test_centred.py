from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import ComponentError, Picture
from imgfw_keras.library import keras
from imgfw_keras.small_cnn import SmallCnn
from imgfw_keras.trainer import KerasTrainer


def test_the_mean_colour_is_that_of_the_pictures_it_is_shown() -> None:
    """Each picture counts alike, whatever its size; what was known already stays."""
    dark, light = np.full((10, 30, 3), 20, np.uint8), np.full((90, 40, 3), (120, 60, 200), np.uint8)
    network = SmallCnn(mean="train")

    known = network.settle([Picture(dark), Picture(light)])

    assert (network.settled, known.settled, SmallCnn().settled) == (False, True, True)
    assert known.mean == pytest.approx((70, 40, 110), abs=1e-4)
    assert SmallCnn.model_validate_json(known.model_dump_json()) == known


def test_the_mean_is_of_what_the_network_sees() -> None:
    """Not of what it cuts off."""

    class Corner(SmallCnn):
        """Sees a corner of each picture."""

        use: Literal["corner"] = "corner"

        def pixels(self, image: np.ndarray) -> np.ndarray:
            return image[:2, :2].astype("float32")

    image = np.full((9, 9, 3), 250, np.uint8)
    image[:2, :2] = (10, 20, 30)

    assert Corner(mean="train").settle([Picture(image)]).mean == (10, 20, 30)


@pytest.mark.keras
def test_the_mean_colour_becomes_the_middle() -> None:
    """What is brighter stays brighter, by as much."""
    x = keras().ops.convert_to_tensor(np.float32([[70.5, 40.5, 110.5], [80.5, 40.5, 100.5]]))

    found = keras().ops.convert_to_numpy(SmallCnn(mean=(70.5, 40.5, 110.5)).centred(x))

    assert found.tolist() == [[127.5, 127.5, 127.5], [137.5, 127.5, 117.5]]
    assert SmallCnn().centred(x) is x


def test_without_training_pictures_there_is_no_mean() -> None:
    """The error names the parameter."""
    with pytest.raises(ComponentError, match='mean = "train", and there is no training picture'):
        SmallCnn(mean="train").settle([])


@pytest.mark.parametrize("wrong", ["val", (1.0, 2.0), (0.0, 0.0, 256.0), (-1.0, 0.0, 0.0)])
def test_a_mean_is_a_colour(wrong: Any) -> None:
    """Anything but three numbers from 0 to 255, "train" or "none" is refused."""
    with pytest.raises(ValidationError):
        SmallCnn(mean=wrong)


@pytest.mark.slow
@pytest.mark.keras
def test_the_mean_is_taken_off() -> None:
    """A picture of the mean colour is to the network what grey is to one without a mean."""
    own = KerasTrainer().frozen(SmallCnn(size=32, mean=(70.5, 40.5, 110.5)), lambda text: None)
    plain = KerasTrainer().frozen(SmallCnn(size=32), lambda text: None)
    image = np.random.default_rng(0).integers(0, 90, (32, 32, 3), np.uint8)
    moved = image + np.array([57, 87, 17], np.uint8)

    found = own.encode(Picture(image))

    assert np.allclose(found, plain.encode(Picture(moved)), atol=1e-5)
    assert not np.allclose(found, plain.encode(Picture(image)), atol=1e-3)


@pytest.mark.keras
def test_a_mean_that_is_not_known_yet_is_refused() -> None:
    """Nothing is computed with a mean that was never learned."""
    with pytest.raises(ComponentError, match="not known"):
        KerasTrainer().frozen(SmallCnn(size=32, mean="train"), lambda text: None)
