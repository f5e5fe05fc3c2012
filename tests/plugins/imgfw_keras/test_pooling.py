from __future__ import annotations

import numpy as np
import pytest

from imgfw_keras.library import keras
from imgfw_keras.pooling import gives, pooled

MAP = np.arange(2 * 3 * 4 * 5, dtype=np.float32).reshape(2, 3, 4, 5)


@pytest.mark.keras
def test_a_map_becomes_one_row() -> None:
    """Its mean, its maximum, or cell after cell; or it stays a map."""
    found = {
        pooling: keras().ops.convert_to_numpy(pooled(MAP, pooling))
        for pooling in ("avg", "max", "flatten", "none")
    }

    assert np.allclose(found["avg"], MAP.mean(axis=(1, 2)))
    assert np.array_equal(found["max"], MAP.max(axis=(1, 2)))
    assert np.array_equal(found["flatten"], MAP.reshape(2, -1))
    assert np.array_equal(found["none"], MAP)


@pytest.mark.parametrize(
    ("pooling", "wanted"), [("avg", "vector"), ("max", "vector"), ("flatten", "vector"), ("none", "map")]
)
def test_what_is_not_pooled_is_a_map(pooling: str, wanted: str) -> None:
    """For the heads that take it."""
    assert gives(pooling) == wanted
