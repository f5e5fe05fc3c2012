from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import ComponentError, Picture
from imgfw_keras.small_cnn import SmallCnn
from imgfw_keras.trainer import KerasTrainer


@pytest.mark.parametrize("shape", [(96, 96, 3), (40, 200, 3), (300, 70, 3)])
def test_the_whole_picture_becomes_the_square(shape: tuple[int, int, int]) -> None:
    """Any picture becomes float32 (size, size, 3), 0..255, and keeps its mean colour."""
    image = np.zeros(shape, np.uint8)
    image[:, : shape[1] // 2] = (200, 100, 50)

    pixels = SmallCnn(size=64).pixels(image)

    assert (pixels.shape, pixels.dtype) == ((64, 64, 3), np.float32)
    assert np.allclose(pixels.mean(axis=(0, 1)), (100, 50, 25), atol=2)


def test_the_side_is_the_size() -> None:
    """A picture need not be decoded larger than the network sees it."""
    assert SmallCnn(size=128).side == 128


@pytest.mark.keras
def test_weights_of_another_network_are_refused_by_name(tmp_path: Path) -> None:
    """A weights file that does not fit names the file and the component."""
    file = tmp_path / "other.weights.h5"
    SmallCnn(filters=(4, 8), size=32).network().save_weights(file)

    with pytest.raises(ComponentError, match=r"backbone/small-cnn.*other\.weights\.h5"):
        SmallCnn(filters=(4, 16), size=32, weights=file).network()


@pytest.mark.keras
def test_a_damaged_weights_file_is_refused_by_name(tmp_path: Path) -> None:
    """A file that holds no weights names itself."""
    file = tmp_path / "broken.h5"
    file.write_bytes(b"no weights")

    with pytest.raises(ComponentError, match=r"broken\.h5"):
        SmallCnn(filters=(4,), size=32, weights=file).network()


@pytest.mark.keras
def test_weights_from_a_path_are_taken(tmp_path: Path) -> None:
    """A network with the weights of another of the same layers has the same weights."""
    file = tmp_path / "mine.weights.h5"
    first = SmallCnn(filters=(4, 8), size=32).network()
    first.save_weights(file)

    second = SmallCnn(filters=(4, 8), size=64, weights=file).network()

    assert all(np.array_equal(a, b) for a, b in zip(first.get_weights(), second.get_weights(), strict=True))


def test_the_mean_colour_is_that_of_the_pictures_it_is_shown() -> None:
    """Each picture counts alike, whatever its size; what was known already stays."""
    dark, light = np.full((10, 30, 3), 20, np.uint8), np.full((90, 40, 3), (120, 60, 200), np.uint8)
    network = SmallCnn(mean="train")

    known = network.settle([Picture(dark), Picture(light)])

    assert (network.settled, known.settled, SmallCnn().settled) == (False, True, True)
    assert known.mean == pytest.approx((70, 40, 110), abs=1e-4)
    assert SmallCnn.model_validate_json(known.model_dump_json()) == known


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
def test_the_graph_takes_the_mean_off() -> None:
    """A picture of the mean colour is to the network what grey is to one without a mean."""
    own = KerasTrainer().frozen(SmallCnn(size=32, mean=(70.0, 40.5, 110.0)), lambda text: None)
    plain = KerasTrainer().frozen(SmallCnn(size=32), lambda text: None)
    image = np.random.default_rng(0).integers(0, 90, (32, 32, 3), np.uint8)
    moved = image + np.array([57.5, 87.0, 17.5], np.float32)

    found = own.encode(Picture(image))

    assert np.allclose(found, plain.graph(moved[None])[0][0], atol=1e-5)
    assert not np.allclose(found, plain.encode(Picture(image)), atol=1e-3)


@pytest.mark.keras
def test_a_mean_that_is_not_known_yet_is_refused() -> None:
    """Nothing is computed with a mean that was never learned."""
    with pytest.raises(ComponentError, match="not known"):
        KerasTrainer().frozen(SmallCnn(size=32, mean="train"), lambda text: None)
