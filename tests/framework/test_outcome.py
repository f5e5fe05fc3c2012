"""Predictions of some samples, and of fewer."""

from __future__ import annotations

import numpy as np

from imgfw.data import Sample
from imgfw.outcome import Predictions


def test_some_of_the_predictions_belong_to_the_same_samples():
    """Samples and every array are taken in the order asked for."""
    samples = tuple(Sample(name, digest=name) for name in "abc")
    given = Predictions(
        samples,
        {"t": np.array([0, 1, -1])},
        {"t": np.eye(3, 2, dtype=np.float32)},
        {"t": np.array([0, 1, 0])},
        {"t": np.eye(3, 2, dtype=bool)},
    )

    found = given.take([2, 0])

    assert [sample.id for sample in found.samples] == ["c", "a"]
    assert found.truth["t"].tolist() == [-1, 0]
    assert found.probabilities["t"].tolist() == [[0, 0], [1, 0]]
    assert found.decided["t"].tolist() == [0, 0]
    assert found.sets["t"].tolist() == [[False, False], [True, False]]
    assert given.take([]).probabilities["t"].shape == (0, 2)
