from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgfw import ComponentError
from imgfw_keras.small_cnn import SmallCnn


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
