"""Probabilities of labels from regressions that did not see the row, nor any of its group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .folds import folds_of
from .labelled import Labelled
from .logistic import Logistic

if TYPE_CHECKING:
    import numpy as np


def held_out(
    features: np.ndarray, given: Labelled, groups: Sequence[str], *, folds: int, C: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Out-of-fold probabilities, float32 (N, C), and which of them can be believed, bool (N, C).

    A row's probability of a label cannot be believed where the rows of the other folds do not hold that
    label (several labels: where they hold it all or not at all), and where the truth of a label
    of the row is unknown.
    """
    import numpy as np

    target, truth = given.target, given.truth
    exclusive = target.exclusive
    known = truth >= 0 if exclusive else ~np.isnan(truth).all(axis=1)
    some = (
        [[int(row)] for row in truth] if exclusive else [np.flatnonzero(row == 1).tolist() for row in truth]
    )
    known_rows = np.flatnonzero(known).tolist()
    fold = np.full(len(truth), -1)
    fold[known_rows] = folds_of([some[i] for i in known_rows], [groups[i] for i in known_rows], folds, seed)

    probabilities = np.zeros((len(truth), target.width), np.float32)
    believed = np.zeros(probabilities.shape, bool)
    for held in range(folds):
        rows, others = np.flatnonzero(fold == held), np.flatnonzero((fold >= 0) & (fold != held))
        if not len(rows) or not len(others):
            continue
        head = Logistic(C=C).fit(
            {"features": features[others]},
            {target.name: truth[others]},
            {target.name: target},
            weights={target.name: np.ones(len(others), np.float32)},
            groups=[groups[i] for i in others.tolist()],
            rng=np.random.default_rng(seed),
        )
        probabilities[rows] = head.predict({"features": features[rows]})[target.name]
        believed[rows] = _learned(truth[others], target.width)
    return probabilities, believed if exclusive else believed & ~np.isnan(truth)


def _learned(truth: np.ndarray, width: int) -> np.ndarray:
    """Which labels these rows can teach: bool (C,)."""
    import numpy as np

    if truth.ndim == 1:
        return np.bincount(truth, minlength=width) > 0
    return (truth == 0).any(axis=0) & (truth == 1).any(axis=0)
