"""How well features tell labels apart, measured on the features themselves and not on a map of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Target

NEAREST = 5
DRAWS = 1000


@dataclass(frozen=True)
class Neighbourhood:
    """What the pictures nearest to each picture share with it.

    P is how often a label holds: once for each sample of a class, once for each of several labels.

    rows    int (P,): which sample
    labels  int (P,): which label; 0 of a number
    shares  float (P,): the share of the nearest that have the label as well; of a number 1 - the squared
            error of their mean over the variance
    chance  float (P,): the share of all others that have it; of a number what the mean of others comes to
    """

    rows: np.ndarray
    labels: np.ndarray
    shares: np.ndarray
    chance: np.ndarray

    @property
    def share(self) -> float:
        """The mean share: 1 where labels lie wholly apart; of a number how much of its spread it explains."""
        return float(self.shares.mean())

    @property
    def by_chance(self) -> float:
        """What it would be if features told nothing."""
        return float(self.chance.mean())

    def beside(self, other: Neighbourhood) -> tuple[Neighbourhood, Neighbourhood]:
        """This and the other one, of what both tell of: neighbours may be known to one alone."""
        import numpy as np

        width = 1 + max(int(self.labels.max()), int(other.labels.max()))
        mine, its = (each.rows * width + each.labels for each in (self, other))
        _, own, theirs = np.intersect1d(mine, its, assume_unique=True, return_indices=True)
        return self._of(own), other._of(theirs)

    def _of(self, index: np.ndarray) -> Neighbourhood:
        return Neighbourhood(self.rows[index], self.labels[index], self.shares[index], self.chance[index])


def neighbourhood(
    features: np.ndarray, target: Target, truth: np.ndarray, groups: Sequence[str]
) -> Neighbourhood | None:
    """The neighbourhood hit of features (Paulovich and others 2008, "Least Square Projection").

    The share of the five nearest in features (Euclidean) that have the same label. It needs no shape of the
    classes, does not change with the scale of features, and can be said in words and held against chance;
    a silhouette asks for round classes and shrinks as features grow in number. Pictures of the same group
    (a burst, a person's) are not counted: they are near whatever the labels are.

    features  float (N, D), finite;  truth  as in `imgfw.Predictions`;  groups  one of each sample

    None where no two groups have a known truth.
    """
    import numpy as np

    known = truth == truth if truth.dtype.kind == "f" else truth >= 0
    some = np.flatnonzero(known.any(axis=1) if known.ndim == 2 else known)
    own = np.unique(np.asarray(groups, str)[some], return_inverse=True)[1]
    if len(np.unique(own)) < 2:
        return None
    near, counts = _nearest(features[some], own)
    others = own[:, None] != own[None]  # (N, N)
    if target.type == "number":
        found = _number(truth[some], near, counts)
    else:
        holds = _holds(truth[some], target.width) if target.exclusive else truth[some]
        found = _labels(holds.astype(np.float32), near, counts, others)
    return (
        None if found is None else Neighbourhood(some[found.rows], found.labels, found.shares, found.chance)
    )


def apart(one: np.ndarray, groups: Sequence[str], seed: int) -> tuple[float, float]:
    """The 95 % interval of the mean of these, by resampling whole groups: (low, high)."""
    import numpy as np

    own = np.unique(list(groups), return_inverse=True)[1]
    sums, counts = np.bincount(own, one), np.bincount(own)
    drawn = np.random.default_rng(seed).multinomial(len(sums), np.full(len(sums), 1 / len(sums)), DRAWS)
    means = (drawn @ sums) / (drawn @ counts)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def _nearest(features: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The nearest of other groups, int (N, 5), and which of them there are, bool (N, 5)."""
    import numpy as np

    centred = features.astype(np.float64) - features.mean(axis=0)
    squares = (centred**2).sum(axis=1)
    far = squares[:, None] + squares[None] - 2 * centred @ centred.T  # (N, N)
    far[own[:, None] == own[None]] = np.inf
    near = np.argsort(far, axis=1, kind="stable")[:, :NEAREST]
    return near, np.isfinite(np.take_along_axis(far, near, axis=1))


def _holds(truth: np.ndarray, width: int) -> np.ndarray:
    import numpy as np

    return np.eye(width, dtype=np.float32)[truth]


def _labels(
    holds: np.ndarray, near: np.ndarray, there: np.ndarray, others: np.ndarray
) -> Neighbourhood | None:
    """Of labels, float (N, C) with NaN for unknown ones."""
    import numpy as np

    known = (~np.isnan(holds)).astype(np.float32)
    held = np.nan_to_num(holds)
    counted = sum(known[near[:, k]] * there[:, k, None] for k in range(near.shape[1]))
    having = sum(held[near[:, k]] * there[:, k, None] for k in range(near.shape[1]))
    rows, labels = np.nonzero((held > 0.5) & (counted > 0))
    if not len(rows):
        return None
    own = others.astype(np.float32)
    chance = (own @ held)[rows, labels] / (own @ known)[rows, labels]
    shares = having[rows, labels] / counted[rows, labels]
    return Neighbourhood(rows, labels, shares.astype(np.float64), chance.astype(np.float64))


def _number(values: np.ndarray, near: np.ndarray, there: np.ndarray) -> Neighbourhood | None:
    """Of numbers, float (N,), all known."""
    import numpy as np

    spread = float(values.var())
    if not spread:
        return None
    means = (values[near] * there).sum(axis=1) / there.sum(axis=1)
    shares = 1 - (values - means) ** 2 / spread
    rows = np.arange(len(values))
    # the mean of n others, drawn by chance, is off by the variance and its n-th part
    chance = -1 / there.sum(axis=1)
    return Neighbourhood(rows, np.zeros_like(rows), shares.astype(np.float64), chance)
