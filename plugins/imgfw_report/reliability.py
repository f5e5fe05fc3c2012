"""How often what was said with a probability is right: bins of probabilities, and the calibration error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from imgfw import Predictions, Target, share_interval

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Bin:
    """Probabilities from `low` to `high`.

    count        how many there are
    said         their mean
    right        the share that is right
    least, most  the 95 % interval of that share, by groups
    """

    low: float
    high: float
    count: int
    said: float
    right: float
    least: float
    most: float


@dataclass(frozen=True)
class Reliability:
    """How far probabilities are to be believed.

    bins   those that hold something, of equal width, all labels in one
    whole  all of them in one
    error  the expected calibration error, of several labels the mean over them: what the metric ece gives
    """

    bins: tuple[Bin, ...]
    whole: Bin
    error: float


class Said(NamedTuple):
    """Probabilities, 1 where right else 0, float64 (n,) each, and the group of each, int64 (n,)."""

    said: np.ndarray
    right: np.ndarray
    groups: np.ndarray


def reliability(given: Predictions, target: Target, bins: int) -> Reliability | None:
    """Of the samples whose truth is known; None where there are none.

    Of labels that exclude each other it is about the most probable one, else about each.
    """
    import numpy as np

    each = [found for found in _said(given, target) if len(found.said)]
    if not each:
        return None
    errors = [_error(found, bins) for found in each]
    together = Said(*(np.concatenate(side) for side in zip(*each, strict=True)))
    (whole,) = _bins(together, 1)
    return Reliability(tuple(_bins(together, bins)), whole, float(np.mean(errors)))


def _said(given: Predictions, target: Target) -> Iterator[Said]:
    """Of the most probable label, or of each of several."""
    import numpy as np

    truth, probabilities = given.truth[target.name], given.probabilities[target.name]
    keys = np.array([sample.group_key for sample in given.samples], dtype=object).astype(str)
    groups = np.unique(keys, return_inverse=True)[1]
    if target.exclusive:
        known = truth >= 0
        said = probabilities.max(axis=1, initial=0).astype(np.float64)
        right = probabilities.argmax(axis=1) == truth if target.width else known
        yield Said(said[known], right[known].astype(np.float64), groups[known])
        return
    for at in range(target.width):
        known = ~np.isnan(truth[:, at])
        said = probabilities[known, at].astype(np.float64)
        yield Said(said, (truth[known, at] > 0.5).astype(np.float64), groups[known])


def _places(said: np.ndarray, bins: int) -> np.ndarray:
    import numpy as np

    return np.linspace(0, 1, bins + 1)[1:-1].searchsorted(said)


def _error(found: Said, bins: int) -> float:
    """The mean, by samples, of how far what is said and what is right lie apart in a bin."""
    import numpy as np

    gaps = np.bincount(_places(found.said, bins), weights=found.right - found.said)
    return float(np.abs(gaps).sum() / len(found.said))


def _bins(found: Said, bins: int) -> Iterator[Bin]:
    import numpy as np

    edges, places = np.linspace(0, 1, bins + 1).tolist(), _places(found.said, bins)
    for at in np.unique(places).tolist():
        own = places == at
        said, right = found.said[own], found.right[own]
        groups = np.unique(found.groups[own], return_inverse=True)[1]
        means = float(said.mean()), float(right.mean())
        yield Bin(edges[at], edges[at + 1], len(said), *means, *share_interval(right, groups))
