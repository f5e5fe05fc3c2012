"""How often what was said with a probability is right: bins of probabilities, and the calibration error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgfw import Predictions, Target

if TYPE_CHECKING:
    import numpy as np

Pair = tuple["np.ndarray", "np.ndarray"]


@dataclass(frozen=True)
class Bin:
    """Probabilities from `low` to `high`: how many there are, their mean, and the share that is right."""

    low: float
    high: float
    count: int
    said: float
    right: float


@dataclass(frozen=True)
class Reliability:
    """How far probabilities are to be believed.

    bins   those that hold something, of equal width, all labels in one
    error  the expected calibration error, of several labels the mean over them: what the metric ece gives
    said   what was said on average
    right  the share that is right
    count  how many probabilities there are
    """

    bins: tuple[Bin, ...]
    error: float
    said: float
    right: float
    count: int


def reliability(given: Predictions, target: Target, bins: int) -> Reliability | None:
    """Of the samples whose truth is known; None where there are none.

    Of labels that exclude each other it is about the most probable one, else about each.
    """
    import numpy as np

    pairs = [pair for pair in _pairs(given, target) if len(pair[0])]
    if not pairs:
        return None
    errors = [_error(list(_bins(*pair, bins))) for pair in pairs]
    said, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
    together = tuple(_bins(said, right, bins))
    return Reliability(together, float(np.mean(errors)), float(said.mean()), float(right.mean()), len(said))


def _pairs(given: Predictions, target: Target) -> Iterator[Pair]:
    """(probabilities, 1 where right else 0), float64 (n,), of the most probable label or of each."""
    import numpy as np

    truth, probabilities = given.truth[target.name], given.probabilities[target.name]
    if target.exclusive:
        known = truth >= 0
        said = probabilities.max(axis=1, initial=0).astype(np.float64)
        right = probabilities.argmax(axis=1) == truth if target.width else known
        yield said[known], right[known].astype(np.float64)
        return
    for at in range(target.width):
        rows = ~np.isnan(truth[:, at])
        yield probabilities[rows, at].astype(np.float64), (truth[rows, at] > 0.5).astype(np.float64)


def _error(bins: Sequence[Bin]) -> float:
    """The mean, by samples, of how far what is said and what is right lie apart in a bin."""
    apart = sum(abs(each.said - each.right) * each.count for each in bins)
    return apart / sum(each.count for each in bins)


def _bins(said: np.ndarray, right: np.ndarray, bins: int) -> Iterator[Bin]:
    import numpy as np

    edges = np.linspace(0, 1, bins + 1)
    place = edges[1:-1].searchsorted(said)
    for at in np.unique(place).tolist():
        own = place == at
        yield Bin(
            float(edges[at]),
            float(edges[at + 1]),
            int(own.sum()),
            float(said[own].mean()),
            float(right[own].mean()),
        )
