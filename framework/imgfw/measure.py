"""Scores with intervals, the paired comparison of two candidates, and confusion matrices."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from .resampling import chance, codes, interval, resampled
from .targets import known

if TYPE_CHECKING:
    import numpy as np

    from .kinds import Metric
    from .targets import Target

NAN = float("nan")
_Z = 1.959963984540054  # so many standard deviations hold 95 % of a normal distribution


class _Record:
    def plain(self: Any) -> dict[str, float | int | None]:
        """As JSON has it, with None for NaN."""
        return {name: None if value != value else value for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Score(_Record):
    """A figure with the interval that holds it in 95 of 100 such tests.

    value      the figure; NaN where it is undefined
    low, high  the interval; NaN where it cannot be known: no rows, one group, resamples that never differ
    n          rows that were scored
    unknown    rows left out because their truth is unknown
    """

    value: float
    low: float
    high: float
    n: int
    unknown: int = 0


@dataclass(frozen=True)
class Difference(_Record):
    """By how much one candidate's figure exceeds another's on the same rows.

    value      first minus second
    low, high  the 95 % interval of it
    p          two-sided: how often chance alone would give at least this difference
    n          rows that were compared
    """

    value: float
    low: float
    high: float
    p: float
    n: int

    @property
    def real(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def wilson(right: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share: `right` out of `n`; NaN for n = 0."""
    if n == 0:
        return NAN, NAN
    share = right / n
    spread = _Z * math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
    middle, scale = share + _Z * _Z / (2 * n), 1 + _Z * _Z / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def scores(
    metric: Metric,
    truth: np.ndarray,
    probabilities: np.ndarray,
    decided: np.ndarray,
    target: Target,
    groups: Sequence[str],
    *,
    seed: int,
    resamples: int = 1000,
) -> dict[str, Score]:
    """{figure: Score} from N rows; those with unknown truth are left out.

    A plain share of rows (`metric.each`) gets Wilson's interval where every row is a group of its own;
    everything else the percentile interval of a bootstrap that draws whole groups.
    """
    import numpy as np

    rows = np.flatnonzero(known(target, truth))
    n, unknown = len(rows), len(truth) - len(rows)
    if n == 0:
        return {name: Score(NAN, NAN, NAN, 0, unknown) for name in metric.gives(target)}
    known_rows = truth[rows], probabilities[rows], decided[rows]
    figures = _figures(metric, target, *known_rows)
    values, shares = figures(np.arange(n)), metric.each(*known_rows, target)
    names = codes(groups, rows)
    count = int(names.max()) + 1
    plain = count == n and values.keys() <= shares.keys()
    drawn = {} if plain else resampled(figures, names, seed, resamples)
    found = {}
    for name, value in values.items():
        low, high = interval(drawn[name]) if name in drawn else (NAN, NAN)
        if name in shares and (count == n or math.isnan(low)):
            low, high = wilson(float(np.mean(shares[name])) * count, count)
        found[name] = Score(float(value), low, high, n, unknown)
    return found


def paired(
    metric: Metric,
    truth: np.ndarray,
    first: tuple[np.ndarray, np.ndarray],
    second: tuple[np.ndarray, np.ndarray],
    target: Target,
    groups: Sequence[str],
    *,
    seed: int,
    resamples: int = 1000,
) -> dict[str, Difference]:
    """{figure: Difference} of two candidates' (probabilities, decided) for the same N rows, by groups."""
    import numpy as np

    rows = np.flatnonzero(known(target, truth))
    if len(rows) == 0:
        return {name: Difference(NAN, NAN, NAN, NAN, 0) for name in metric.gives(target)}

    one, other = (_figures(metric, target, truth[rows], p[rows], d[rows]) for p, d in (first, second))

    def differences(index: np.ndarray) -> dict[str, float]:
        minus = other(index)
        return {name: value - minus[name] for name, value in one(index).items()}

    values = differences(np.arange(len(rows)))
    drawn = resampled(differences, codes(groups, rows), seed, resamples)
    return {
        name: Difference(float(value), *interval(drawn[name]), chance(drawn[name]), len(rows))
        for name, value in values.items()
    }


def confusion(truth: np.ndarray, decided: np.ndarray, width: int) -> np.ndarray:
    """How often each label (row) was decided to be each label (column): int64 (width, width).

    Rows with unknown truth, and those decided to be none of the labels, are in no cell.
    """
    import numpy as np

    told = (truth >= 0) & (decided >= 0)
    cells = truth[told].astype(np.int64) * width + decided[told].astype(np.int64)
    return np.bincount(cells, minlength=width * width).reshape(width, width)


def _figures(
    metric: Metric, target: Target, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray
) -> Callable[[np.ndarray], dict[str, float]]:
    return lambda index: metric.score(truth[index], probabilities[index], decided[index], target)
