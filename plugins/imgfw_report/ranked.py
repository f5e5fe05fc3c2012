"""Ranks attributes by what they tell of a label: each alone by chi-squared, all together by a regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

NAN = float("nan")


@dataclass(frozen=True)
class Ranked:
    """What one attribute tells.

    known        rows that know it
    holds        rows in which it holds
    chi2, p      scikit-learn's chi-squared statistic of these rows, and its p-value; NaN where it never holds
    weight       its largest coefficient over the labels, per standard deviation of the attribute; NaN where
                 it never varies
    toward       the label that it speaks for most
    *_rank       1 is the most telling one; 0 where there is no figure
    same_as      an attribute before it that is known and holds in the same rows, or ""
    """

    attribute: str
    known: int
    holds: int
    chi2: float
    p: float
    chi2_rank: int
    weight: float
    toward: str
    weight_rank: int
    same_as: str


def ranked(
    x: np.ndarray, y: np.ndarray, labels: Sequence[str], attributes: Sequence[str]
) -> tuple[Ranked, ...]:
    """Every attribute, the one with the largest chi-squared first.

    x  float (N, A): 1 holds, 0 does not, NaN unknown;  y  int (N,), position among the labels

    Of attributes that are the same the regression has the first, and they share its weight. It takes what is
    unknown as the mean.
    """
    import numpy as np

    same = _same(x, attributes)
    single = _chi2(x, y)
    weights = _weights(x, y, [i for i, name in enumerate(same) if not name], len(labels))
    for i, name in enumerate(same):
        if name:
            weights[:, i] = weights[:, list(attributes).index(name)]
    size = np.abs(weights).max(axis=0)
    ranks = _ranks(single[:, 0]), _ranks(size)
    rows = [
        Ranked(
            name,
            int((~np.isnan(x[:, i])).sum()),
            int(np.nansum(x[:, i])),
            float(single[i, 0]),
            float(single[i, 1]),
            ranks[0][i],
            float(size[i]),
            "" if np.isnan(size[i]) else labels[int(weights[:, i].argmax())],
            ranks[1][i],
            same[i],
        )
        for i, name in enumerate(attributes)
    ]
    return tuple(sorted(rows, key=lambda row: row.chi2_rank or len(rows) + 1))


def _same(x: np.ndarray, attributes: Sequence[str]) -> list[str]:
    """For each attribute the first one with the same column, "" if that is itself."""
    first: dict[bytes, str] = {}
    found = [first.setdefault(column.tobytes(), name) for column, name in zip(x.T, attributes, strict=True)]
    return ["" if one == name else one for one, name in zip(found, attributes, strict=True)]


def _chi2(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Statistic and p-value of each attribute over the rows that know it, (A, 2)."""
    import numpy as np
    from sklearn.feature_selection import chi2

    found = np.full((x.shape[1], 2), NAN)
    for i, column in enumerate(x.T):
        known = ~np.isnan(column)
        if column[known].any() and len(np.unique(y[known])) > 1:
            statistic, p = chi2(column[known, None], y[known])
            found[i] = statistic[0], p[0]
    return found


def _weights(x: np.ndarray, y: np.ndarray, used: Sequence[int], count: int) -> np.ndarray:
    """Coefficients (labels, A) of a logistic regression; NaN for what is not used or never varies."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    found = np.full((count, x.shape[1]), NAN)
    present = np.unique(y)
    varied = [i for i in used if len(np.unique(x[~np.isnan(x[:, i]), i])) > 1]
    if len(present) < 2 or not varied:
        return found
    mean, spread = np.nanmean(x[:, varied], axis=0), np.nanstd(x[:, varied], axis=0)
    coefficients = (
        LogisticRegression(max_iter=10_000).fit(np.nan_to_num((x[:, varied] - mean) / spread), y).coef_
    )
    if len(present) == 2:  # scikit-learn gives one line for two labels
        coefficients = np.stack([-coefficients[0] / 2, coefficients[0] / 2])
    found[:, varied] = 0.0
    found[present[:, None], varied] = coefficients
    return found


def _ranks(values: np.ndarray) -> list[int]:
    """1 for the largest; equal ones share a rank; 0 for NaN."""
    return [0 if value != value else 1 + int((values > value).sum()) for value in values]
