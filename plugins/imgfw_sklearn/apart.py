"""How far features are from those of the same class, and whether that is far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

NEIGHBOURS, FEWEST, FEWEST_OF_ALL = 3, 3, 12
_BORROWED = 20
_LEAST_SPREAD = 0.05
_ROWS = 512


def times_usual(features: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """How many times farther from its class each row is than the median one: float64 (n,).

    features  (n, D) of one class
    groups    int (n,); rows of one group are not compared with each other and together weigh as one

    The distance (1 - cosine) is the mean of that to the nearer half of the others, at least 3 of them: so
    neither a second kind of picture in the class nor a few outliers that resemble each other hide any. NaN
    where fewer than 2 rows are left to compare with, and everywhere in a class of fewer than 3.
    """
    import numpy as np

    count = len(features)
    far = np.full(count, np.nan)
    if count < FEWEST:
        return far
    length = np.linalg.norm(features, axis=1, keepdims=True)
    unit = features / np.where(length > 0, length, 1)
    for start in range(0, count, _ROWS):
        part = slice(start, start + _ROWS)
        apart = np.maximum(1 - unit[part] @ unit.T, 0).astype(np.float64)
        apart[groups[part, None] == groups[None]] = np.inf
        others = np.isfinite(apart).sum(axis=1)
        near = np.minimum(np.maximum(-(-others // 2), NEIGHBOURS), others)
        apart.sort(axis=1)
        total = np.cumsum(np.where(np.isfinite(apart), apart, 0), axis=1)
        mean = total[np.arange(len(near)), np.maximum(near, 1) - 1] / np.maximum(near, 1)
        far[part] = np.where(others >= FEWEST - 1, mean, np.nan)
    return far / max(_median(far, weights_of(groups)), 1e-6)


def weights_of(groups: np.ndarray) -> np.ndarray:
    """One over the size of each row's group: float64 (n,)."""
    import numpy as np

    _, place, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    weights: np.ndarray = 1 / sizes[place]
    return weights


def robust(times: Sequence[np.ndarray], weights: Sequence[np.ndarray]) -> list[np.ndarray]:
    """How many robust deviations above 1 each is, class by class; NaN stays NaN.

    The deviation of a class is 1.4826 times the median distance from 1, the nearest row left out, which is
    the median itself. A small class borrows most of it from all of them, and it is never taken for less than
    a twentieth. Where all classes together weigh less than 12 rows nothing is usual, and all are NaN.
    """
    import numpy as np

    known = [np.isfinite(found) for found in times]
    if sum(float(w[k].sum()) for w, k in zip(weights, known, strict=True)) < FEWEST_OF_ALL:
        return [np.full(len(found), np.nan) for found in times]
    distances = []
    for found in times:
        distance = np.abs(found - 1)
        if np.isfinite(distance).any():
            distance[np.nanargmin(distance)] = np.nan
        distances.append(distance)
    pooled = 1.4826 * _median(np.concatenate(distances), np.concatenate(list(weights)))
    scores = []
    for found, distance, weight, judged in zip(times, distances, weights, known, strict=True):
        own = weight[judged].sum()
        trust = own / (own + _BORROWED)
        deviation = np.sqrt(trust * (1.4826 * _median(distance, weight)) ** 2 + (1 - trust) * pooled**2)
        scores.append((found - 1) / max(deviation, _LEAST_SPREAD))
    return scores


def _median(values: np.ndarray, weights: np.ndarray) -> float:
    """The weighted median of what is not NaN; 0 of nothing."""
    import numpy as np

    order = np.argsort(values)[: np.isfinite(values).sum()]
    if not len(order):
        return 0.0
    reached = np.cumsum(weights[order])
    half = reached[-1] / 2
    low = np.searchsorted(reached, half - 1e-9)
    high = np.searchsorted(reached, half + 1e-9)
    return float(values[order[[low, min(high, len(order) - 1)]]].mean())
