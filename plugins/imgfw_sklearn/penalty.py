"""How strong the penalty of a ridge regression should be, by cross-validation over groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from imgfw import ComponentError

from .folds import folds_of

if TYPE_CHECKING:
    import numpy as np

FOLDS = 5
STEPS = 17


def penalties(x: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Those that are tried, rising: half decades around the whole variation of x (N, D), float64 (17,).

    The least hardly holds back; the greatest gives the mean.
    """
    import numpy as np

    whole = float(counts @ (x**2).sum(axis=1)) or 1.0
    return whole * np.logspace(-6, 2, STEPS)


def chosen_penalty(x: np.ndarray, y: np.ndarray, counts: np.ndarray, groups: Sequence[str]) -> float:
    """The penalty with the smallest squared error on groups that were not learned from; of equals the last.

    x       float64 (N, D); y float (N,); counts float (N,), how much each row counts, above 0
    groups  N names; rows of one group are left out together
    Raises ComponentError where all rows are of one group.
    """
    import numpy as np

    if len(set(groups)) < 2:
        raise ComponentError(
            "head/ridge: expected training rows of two groups or more to choose alpha by, got one group; "
            "give alpha, or add samples"
        )
    tried = penalties(x, counts)
    fold = folds_of([()] * len(y), groups, FOLDS, 0)
    wrong = np.zeros(len(tried))
    for held in np.unique(fold):
        inside, outside = fold == held, fold != held
        told = _answers(x[outside], y[outside], counts[outside], x[inside], tried)
        wrong += counts[inside] @ (told - y[inside][:, None]) ** 2
    return float(tried[len(tried) - 1 - wrong[::-1].argmin()])


def _answers(
    x: np.ndarray, y: np.ndarray, counts: np.ndarray, asked: np.ndarray, tried: np.ndarray
) -> np.ndarray:
    """What regressions with each penalty say of rows (M, D): (M, penalties); one decomposition serves all."""
    import numpy as np

    mean, middle = np.average(x, axis=0, weights=counts), np.average(y, weights=counts)
    root = np.sqrt(counts)
    x, y = root[:, None] * (x - mean), root * (y - middle)
    if len(x) < x.shape[1]:
        values, vectors = np.linalg.eigh(x @ x.T)
        back, along = (asked - mean) @ x.T @ vectors, vectors.T @ y
    else:
        values, vectors = np.linalg.eigh(x.T @ x)
        back, along = (asked - mean) @ vectors, vectors.T @ (x.T @ y)
    return middle + back @ (along[:, None] / (np.maximum(values, 0)[:, None] + tried))
