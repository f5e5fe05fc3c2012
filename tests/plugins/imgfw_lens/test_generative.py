"""The networks of a generator and its discriminator."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_lens.generative import LATENT, Shape, discriminator, generator

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("side", [16, 32])
def test_pictures_have_their_size(side: int) -> None:
    """Between -1 and 1; the discriminator gives one number each, and what it sees."""
    shape = Shape(side, 3, 4)
    rng = np.random.default_rng(0)
    given = rng.normal(size=(2, shape.given)).astype(np.float32)

    made = np.asarray(generator(shape)(given))
    real, seen = discriminator(shape)([made, given[:, LATENT:]])

    assert made.shape == (2, side, side, 3) and np.abs(made).max() <= 1
    assert real.shape == (2, 1) and seen.shape[0] == 2 and seen.shape[1] >= 4


def test_labels_change_the_picture_and_the_judgement() -> None:
    """Both are told them."""
    shape = Shape(16, 2, 4)
    noise = np.zeros((2, LATENT), np.float32)
    labels = np.eye(2, dtype=np.float32)
    picture = np.random.default_rng(0).uniform(-1, 1, (1, 16, 16, 3)).astype(np.float32).repeat(2, axis=0)

    made = np.asarray(generator(shape)(np.concatenate([noise, labels], axis=1)))
    judged = np.asarray(discriminator(shape)([picture, labels])[0])

    assert not np.allclose(made[0], made[1]) and not np.allclose(judged[0], judged[1])


def test_a_shape_is_plain_numbers() -> None:
    """As JSON has it, and back."""
    shape = Shape(32, 5, 8)

    assert Shape(**shape.plain()) == shape and shape.halvings == 3 and shape.given == LATENT + 5
