"""Mirrored pictures."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Picture
from imgfw_basics.flip import Flip


def picture() -> Picture:
    """A picture that is not its own mirror image."""
    return Picture(np.arange(24, dtype=np.uint8).reshape(2, 4, 3), landmarks=np.ones((5, 2), np.float32))


@pytest.mark.parametrize(("rate", "mirrored"), [(0.0, False), (1.0, True)])
def test_the_rate_decides(rate: float, mirrored: bool):
    """Never, or always; landmarks go with the pixels."""
    before = picture()

    after = Flip(rate=rate).apply(before, 1, np.random.default_rng(0))

    assert np.array_equal(after.image, before.image[:, ::-1] if mirrored else before.image)
    assert after.landmarks[0, 0] == (3 if mirrored else 1)


def test_about_the_share_is_mirrored():
    """Of 1,000 pictures 300 are, within five standard deviations."""
    before = picture()

    count = sum(
        Flip(rate=0.3).apply(before, 1, np.random.default_rng(seed)).landmarks[0, 0] == 3
        for seed in range(1000)
    )

    assert abs(count - 300) < 5 * (1000 * 0.3 * 0.7) ** 0.5
