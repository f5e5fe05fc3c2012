"""The bootstrap: figures of whole groups drawn with replacement, and what their spread says."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import TYPE_CHECKING

from .shares import worth
from .student_t import probability, quantile

if TYPE_CHECKING:
    import numpy as np

ENOUGH = 10
"""Of fewer groups a bootstrap claims to know more than it does."""
PARTS = 200
_NORMAL = NormalDist()


def codes(groups: Sequence[str], rows: np.ndarray) -> np.ndarray:
    """Groups of these rows as numbers from 0: int64 (n,)."""
    import numpy as np

    return np.unique(np.asarray(groups, dtype=object)[rows].astype(str), return_inverse=True)[1]


def resampled(
    figures: Callable[[np.ndarray], dict[str, float]], names: np.ndarray, seed: int, resamples: int
) -> dict[str, np.ndarray]:
    """{figure: (resamples,)}: `figures` of as many whole groups as there are, drawn with replacement."""
    import numpy as np

    rng = np.random.default_rng(seed)
    order = np.argsort(names, kind="stable")
    sizes = np.bincount(names)
    starts = np.cumsum(sizes) - sizes
    found: dict[str, list[float]] = {}
    for _ in range(resamples if len(sizes) > 1 else 1):  # one group drawn from one is always itself
        group = rng.integers(0, len(sizes), len(sizes))
        length = sizes[group]
        shift = np.repeat(starts[group] - (np.cumsum(length) - length), length)
        for name, value in figures(order[shift + np.arange(len(shift))]).items():
            found.setdefault(name, []).append(value)
    return {name: np.array(values) for name, values in found.items()}


def left_out(
    figures: Callable[[np.ndarray], dict[str, float]], names: np.ndarray
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """{figure: (G,)} without each group in turn, and the rows of each: int64 (G,).

    More than 200 groups are left out in 200 parts, which are taken for the groups then.
    """
    import numpy as np

    count = int(names.max()) + 1
    part = names * min(count, PARTS) // count
    found: dict[str, list[float]] = {}
    for each in range(int(part.max()) + 1 if count > 1 else 0):
        for name, value in figures(np.flatnonzero(part != each)).items():
            found.setdefault(name, []).append(value)
    return {name: np.array(values) for name, values in found.items()}, np.bincount(part)


@dataclass(frozen=True)
class Spread:
    """What resampled figures say of the figure itself: an interval, and how likely chance gives it.

    Bias and skewness are corrected (the BCa bootstrap), and the interval is widened to Student's quantile of
    as many groups: resamples of G groups spread less than the figure does, by (G - 1) / G, and know their
    own spread the worse the fewer there are. Groups that have no part in the figure do not count; where sizes
    or parts are unequal they count as the smaller number of equal ones that would be worth as much.

    value    the figure of all rows
    groups   how many were drawn from
    drawn    (resamples,) figures
    without  (G,) figures with a group left out
    sizes    int (G,): rows of each group
    """

    value: float
    groups: int
    drawn: np.ndarray
    without: np.ndarray
    sizes: np.ndarray

    @cached_property
    def reason(self) -> str:
        """Why there is no interval, "" where there is one."""
        defined = self._defined
        if self.value != self.value:
            return "undefined here"
        if self.groups == 1:
            return "all samples are of one group"
        if 2 * len(defined) < len(self.drawn):
            return "undefined in most resamples"
        if defined.min() == defined.max():
            # the rule of three, for both sides: what occurs in more groups than this would have been seen
            unseen = 1 - 0.025 ** (1 / self.groups)
            return f"never varied in {self.groups:,} groups; up to {unseen:.1%} of others may be unlike them"
        if (count := int(self._telling.sum())) < ENOUGH:
            return f"{count} groups tell of it, {ENOUGH} are needed"
        return ""

    def interval(self) -> tuple[float, float]:
        """The 95 % interval; NaN where there is a reason against it."""
        import numpy as np

        if self.reason:
            return float("nan"), float("nan")
        wide = quantile(0.975, self._worth - 1) * self._widening
        low, high = np.quantile(self._defined, [self._share(-wide), self._share(wide)])
        return float(low), float(high)

    def chance(self) -> float:
        """Two-sided p of zero: that of the interval that just leaves out zero. 1 where all are zero.

        NaN where groups are too few, or nothing is defined.
        """
        if self.value == 0 and not self._defined.any():
            return 1.0
        if self.value != self.value or self._telling.sum() < ENOUGH:
            return float("nan")
        z = _NORMAL.inv_cdf(self._below(0.0)) - self._bias
        away = z / (1 + self._skew * z) - self._bias if 1 + self._skew * z > 0 else -z * float("inf")
        return 2 * (1 - probability(abs(away) / self._widening, self._worth - 1))

    @cached_property
    def _defined(self) -> np.ndarray:
        import numpy as np

        return self.drawn[np.isfinite(self.drawn)]

    @cached_property
    def _widening(self) -> float:
        return math.sqrt(self._worth / (self._worth - 1))

    @cached_property
    def _bias(self) -> float:
        """How far the figure is from the middle of the resamples, in standard deviations."""
        return _NORMAL.inv_cdf(self._below(self.value))

    @cached_property
    def _parts(self) -> np.ndarray:
        """How much each group adds to the figure; 0 where the figure is undefined without it."""
        import numpy as np

        defined = np.isfinite(self.without)
        middle = self.without[defined].mean() if defined.any() else 0.0
        return np.where(defined, middle - self.without, 0.0)

    @cached_property
    def _telling(self) -> np.ndarray:
        """Which groups have a part in the figure."""
        import numpy as np

        moved = np.where(np.isfinite(self.without), np.abs(self.without - self.value), np.inf)
        least = 1e-9 * max(abs(self.value), float(np.abs(self._parts).max(initial=0)))
        return moved > least

    @cached_property
    def _worth(self) -> int:
        """The number of groups of equal size, and of parts that spread normally, that would tell as much."""
        fourth = float((self._parts**4).sum())
        normal = 3 * float((self._parts**2).sum()) ** 2 / fourth if fourth > 0 else 2.0
        return max(2, min(worth(self.sizes[self._telling]), round(normal)))

    @cached_property
    def _skew(self) -> float:
        """The acceleration, from the parts of the groups."""
        parts = self._parts
        total = float((parts**2).sum()) ** 1.5
        return float((parts**3).sum()) / (6 * total) if total > 0 else 0.0

    def _below(self, value: float) -> float:
        """The share of resamples below a value, half of the equal ones counted; never 0 or 1."""
        defined = self._defined
        share = float((defined < value).mean() + (defined == value).mean() / 2)
        least = 1 / (len(defined) + 1)
        return min(max(share, least), 1 - least)

    def _share(self, z: float) -> float:
        """The share of resamples below an end that lies z standard deviations out."""
        moved = self._bias + z
        slower = 1 - self._skew * moved
        return _NORMAL.cdf(self._bias + moved / slower) if slower > 0 else float(z > 0)
