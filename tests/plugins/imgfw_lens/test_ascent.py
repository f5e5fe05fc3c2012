"""Gradient ascent from noise."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from imgfw_lens.ascent import Climb, Height, climbed, noise
from imgfw_lens.network import Lens

pytestmark = pytest.mark.keras


def brightness(pixels: tf.Tensor) -> tf.Tensor:
    """How red the left half of each picture is."""
    return tf.reduce_mean(pixels[:, :, :16, 0], axis=(1, 2))


def test_noise_is_even_around_grey(lens: Lens) -> None:
    """Of the size that the network sees, the same for the same seed."""
    climb = Climb(noise=10)

    one, two, other = (noise(lens, climb, np.random.default_rng(seed)) for seed in (1, 1, 2))

    assert one.shape == (32, 32, 3) and np.array_equal(one, two) and not np.array_equal(one, other)
    assert 117 < one.min() < 119 and 136 < one.max() < 138


def test_pictures_climb_to_the_goal_and_stay_pictures(lens: Lens) -> None:
    """What the goal does not see stays near grey; what is told is of both ends."""
    climb = Climb(steps=30, rate=20, jitter=0, coarse=(), blur=0)

    one, two = climbed(lens, brightness, brightness, 2, climb, 0)

    assert one.end[:, :16, 0].min() == 255 and np.array_equal(one.end[:, 16:], one.start[:, 16:])
    assert one.ended == pytest.approx(255) and one.began == pytest.approx(127.5, abs=3)
    assert np.array_equal(one.end, two.end)


def test_coarse_slopes_let_neighbours_grow(lens: Lens) -> None:
    """A blurred slope reaches beyond what the goal sees."""
    climb = Climb(steps=3, rate=20, jitter=0, coarse=(1 / 12,), blur=0)

    (found,) = climbed(lens, brightness, brightness, 1, climb, 0)

    assert found.end[:, 16:18, 0].mean() > found.start[:, 16:18, 0].mean() + 5


def test_a_ratio_needs_a_beginning_above_nothing() -> None:
    """Of logits there may be none."""
    picture = np.zeros((2, 2, 3), np.uint8)

    assert Height(picture, picture, 0.5, 6).times == 12
    assert Height(picture, picture, 0, 6).times is None and Height(picture, picture, -1, 6).times is None
