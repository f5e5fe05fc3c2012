"""Generator and discriminator against each other."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import FormatError
from imgfw_lens.adversaries import Adversaries
from imgfw_lens.generative import Shape

pytestmark = pytest.mark.keras

SMALL = Shape(16, 2, 4)


@pytest.fixture(scope="module")
def tiles() -> tuple[np.ndarray, np.ndarray]:
    """Red tiles of the first label, blue ones of the second."""
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 40, (64, 16, 16, 3))
    labels = np.eye(2, dtype=np.float32)[np.arange(64) % 2]
    pictures[::2, ..., 0] += 200
    pictures[1::2, ..., 2] += 200
    return pictures.astype(np.uint8), labels


def rng(seed: int) -> np.random.Generator:
    """Another stream for another seed."""
    return np.random.default_rng(seed)


def test_what_is_kept_goes_on_to_the_bit(tiles) -> None:
    """Two steps, kept, and two more are four; another seed is another pair."""
    whole, first, second, other = (Adversaries(SMALL, seed) for seed in (3, 3, 9, 4))

    whole.trained(*tiles, 2, rng(0))
    losses = whole.trained(*tiles, 2, rng(1))
    first.trained(*tiles, 2, rng(0))
    second.restore(first.state())
    again = second.trained(*tiles, 2, rng(1))

    assert losses == again
    wanted, found = whole.state(), second.state()
    assert all(np.array_equal(wanted[name], found[name]) for name in wanted)
    assert not all(np.array_equal(wanted[name], each) for name, each in other.state().items())


def test_the_state_of_other_networks_is_refused() -> None:
    """By its shapes."""
    with pytest.raises(FormatError, match="other networks"):
        Adversaries(SMALL, 0).restore(Adversaries(Shape(16, 3, 4), 0).state())


@pytest.mark.slow
def test_pictures_move_toward_the_data(tiles) -> None:
    """Of either label: red where red is asked for, blue where blue is."""
    pair = Adversaries(Shape(16, 2, 8), 0)
    noise = rng(5).normal(size=(2, 16, 64)).astype(np.float32)
    told = np.repeat(np.eye(2, dtype=np.float32)[:, None], 16, axis=1)
    given = np.concatenate([noise, told], axis=2).reshape(32, -1)

    pair.trained(*tiles, 300, rng(0))

    made = pair.drawn(given).reshape(2, 16, 16, 16, 3).astype(int).mean(axis=(1, 2, 3))
    assert made[0, 0] > made[0, 2] + 60 and made[1, 2] > made[1, 0] + 60
