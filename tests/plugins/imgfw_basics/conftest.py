"""What metrics are tried on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from imgfw import Target


@pytest.fixture(scope="session")
def judged() -> Callable[..., tuple[np.ndarray, np.ndarray, np.ndarray, Target]]:
    """Makes up what a metric gets: truth, probabilities, decided, and the target with `width` labels.

    Some seeds give coarse probabilities with many ties, some leave labels out, or give every row the same.
    """

    def made_up(seed: int, n: int, kind: Any, width: int = 4) -> tuple[Any, ...]:
        rng = np.random.default_rng(seed)
        target = Target("t", kind, () if kind == "number" else tuple("abcdefghij"[:width]))
        values = rng.random((n, target.width), np.float32)
        if rng.random() < 0.5:
            values = np.round(values * 4) / 4
        if kind == "number":
            truth = values[:, 0] + rng.integers(-2, 3, n).astype(np.float32)
            return truth, values, values[:, 0], target
        if not target.exclusive:
            truth = (rng.random((n, width)) < rng.choice([0, 0.2, 0.5, 1], width)).astype(np.float32)
            return truth, values, values >= 0.5, target
        values = (values + 0.125) / (values + 0.125).sum(axis=1, keepdims=True)
        decided = np.where(rng.random(n) < 0.1, -1, values.argmax(axis=1))
        return rng.integers(0, rng.integers(1, width + 1), n), values, decided, target

    return made_up
