"""Distances between means of fixed features."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_lens.nearness import Nearness, apart

pytestmark = pytest.mark.keras


def test_what_looks_alike_is_nearer() -> None:
    """Half of some tiles is nearer to the other half than to noise, and nothing to itself."""
    rng = np.random.default_rng(0)
    tiles = rng.integers(0, 60, (80, 16, 16, 3)).astype(np.uint8)
    tiles[:, 4:12, 4:12, 1] += 150
    noise = rng.integers(0, 256, tiles.shape).astype(np.uint8)
    nearness = Nearness(16)

    one, other, far = (nearness.mean(each) for each in (tiles[::2], tiles[1::2], noise))

    assert one.shape == (128,)
    assert apart(one, other) < apart(one, far) / 10
    assert apart(one, one) == 0


def test_the_features_never_change() -> None:
    """Another network of the same size gives the same numbers."""
    tiles = np.random.default_rng(1).integers(0, 256, (3, 16, 16, 3)).astype(np.uint8)

    assert np.array_equal(Nearness(16).mean(tiles), Nearness(16).mean(tiles))
