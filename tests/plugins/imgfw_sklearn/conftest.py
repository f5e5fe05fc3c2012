"""Small data with labels that a head can learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from imgfw import Target


class Data:
    """120 rows of 10 features; the largest of the first three is the class, their signs are the tags."""

    def __init__(self) -> None:
        rng = np.random.default_rng(5)
        self.x = rng.normal(size=(120, 10)).astype(np.float32)
        self.classes = self.x[:, :3].argmax(axis=1)
        self.tags = (self.x[:, :2] > 0).astype(np.float32)
        self.targets = {
            "class": Target("class", labels=("a", "b", "c")),
            "tags": Target("tags", "multi-label", ("p", "q")),
            "number": Target("number", "number"),
        }

    def fit(
        self, head: Any, name: str, truth: np.ndarray, weights: np.ndarray | None = None, target=None
    ) -> Any:
        """A head fitted on all rows for one target."""
        weights = np.ones(len(self.x), np.float32) if weights is None else weights
        return head.fit(
            {"features": self.x},
            {name: truth},
            {name: target or self.targets[name]},
            weights={name: weights},
            groups=[str(i) for i in range(len(self.x))],
            rng=np.random.default_rng(0),
        )


@pytest.fixture(scope="session")
def data() -> Data:
    """The data."""
    return Data()
