"""Scores with intervals, the paired comparison of two candidates, and confusion matrices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from .resampling import Spread, codes, left_out, resampled
from .shares import of_groups
from .targets import known, partly_known

if TYPE_CHECKING:
    import numpy as np

    from .kinds import Metric
    from .targets import Target

NAN = float("nan")
REVISION = 5
"""Raised when the same predictions would get another interval."""
NOTHING = "no sample with a known truth"


class _Record:
    def plain(self: Any) -> dict[str, float | int | str | None]:
        """As JSON has it, with None for NaN."""
        return {name: None if value != value else value for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Score(_Record):
    """A figure with the interval that holds it in 95 of 100 such tests.

    value      the figure; NaN where it is undefined
    low, high  the interval; NaN where it cannot be known
    n          rows that were scored
    unknown    rows left out because their truth is unknown
    reason     why there is no interval, "" where there is one
    """

    value: float
    low: float
    high: float
    n: int
    unknown: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Difference(_Record):
    """By how much one candidate's figure exceeds another's on the same rows.

    value      first minus second
    low, high  the 95 % interval of it
    p          two-sided: how often chance alone would give at least this difference
    n          rows that were compared
    reason     why there is no interval, "" where there is one
    """

    value: float
    low: float
    high: float
    p: float
    n: int
    reason: str = ""

    @property
    def real(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


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
    """{figure: Score} from N rows; those with unknown truth are left out, see `judged`.

    A plain share of rows (`metric.each`) gets Wilson's interval where every row is a group of its own, and
    where groups are few or never differ; everything else that of a bootstrap that draws whole groups.
    """
    import numpy as np

    rows = np.flatnonzero(judged(metric, target, truth))
    n = len(rows)
    if n == 0:
        return {name: Score(NAN, NAN, NAN, 0, len(truth), NOTHING) for name in metric.gives(target)}
    known_rows = truth[rows], probabilities[rows], decided[rows]
    figures = _figures(metric, target, *known_rows)
    values, shares = figures(np.arange(n)), metric.each(*known_rows, target)
    names = codes(groups, rows)
    single = int(names.max()) + 1 == n
    spreads = {} if single and values.keys() <= shares.keys() else _spreads(figures, names, seed, resamples)
    found = {}
    for name, value in values.items():
        known_by = _telling(name, target, truth[rows])
        told = len(known_by), len(truth) - len(known_by)
        if name in shares and (single or spreads[name].reason):
            found[name] = Score(float(value), *of_groups(shares[name], names), *told)
        else:
            spread = replace(spreads[name], groups=len(np.unique(names[known_by])))
            found[name] = Score(float(value), *spread.interval(), *told, spread.reason)
    return found


def judged(metric: Metric, target: Target, truth: np.ndarray) -> np.ndarray:
    """Which rows a metric gets to judge: those whose truth is known, bool (N,).

    Of several labels all have to be known, or one at least where the metric judges them one by one.
    """
    return partly_known(target, truth) if metric.by_label else known(target, truth)


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

    rows = np.flatnonzero(judged(metric, target, truth))
    if len(rows) == 0:
        return {name: Difference(NAN, NAN, NAN, NAN, 0, NOTHING) for name in metric.gives(target)}

    one, other = (_figures(metric, target, truth[rows], p[rows], d[rows]) for p, d in (first, second))

    def differences(index: np.ndarray) -> dict[str, float]:
        minus = other(index)
        return {name: value - minus[name] for name, value in one(index).items()}

    found, names = {}, codes(groups, rows)
    for name, drawn in _spreads(differences, names, seed, resamples).items():
        known_by = _telling(name, target, truth[rows])
        spread = replace(drawn, groups=len(np.unique(names[known_by])))
        ends = spread.interval()
        found[name] = Difference(spread.value, *ends, spread.chance(), len(known_by), spread.reason)
    return found


def confusion(truth: np.ndarray, decided: np.ndarray, width: int) -> np.ndarray:
    """How often each label (row) was decided to be each label (column): int64 (width, width).

    Rows with unknown truth, and those decided to be none of the labels, are in no cell.
    """
    import numpy as np

    told = (truth >= 0) & (decided >= 0)
    cells = truth[told].astype(np.int64) * width + decided[told].astype(np.int64)
    return np.bincount(cells, minlength=width * width).reshape(width, width)


def _telling(figure: str, target: Target, truth: np.ndarray) -> np.ndarray:
    """Which rows tell of a figure, int64 (n,): all, or those that know the label whose figure it is."""
    import numpy as np

    label = figure.partition(":")[2]
    if truth.ndim == 1 or label not in target.labels:
        return np.arange(len(truth))
    return np.flatnonzero(~np.isnan(truth[:, target.labels.index(label)]))


def _figures(
    metric: Metric, target: Target, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray
) -> Callable[[np.ndarray], dict[str, float]]:
    return lambda index: metric.score(truth[index], probabilities[index], decided[index], target)


def _spreads(
    figures: Callable[[np.ndarray], dict[str, float]], names: np.ndarray, seed: int, resamples: int
) -> dict[str, Spread]:
    import numpy as np

    drawn = resampled(figures, names, seed, resamples)
    without, sizes = left_out(figures, names)
    none = np.zeros(0)
    return {
        name: Spread(float(value), int(names.max()) + 1, drawn[name], without.get(name, none), sizes)
        for name, value in figures(np.arange(len(names))).items()
    }
