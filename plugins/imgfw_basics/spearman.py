"""Whether predictions put pictures in the right order."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

if TYPE_CHECKING:
    import numpy as np


class Spearman(Metric):
    """How well predictions put samples in order: Spearman's rank correlation.

    1 is the right order, 0 none, -1 the reverse; by how much predictions are off plays no part. Equal values
    share their mean rank.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("number",)

    use: Literal["spearman"] = "spearman"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("spearman",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"spearman": figure} of N rows; NaN where all have the same truth, or the same prediction."""
        import numpy as np

        one, other = _centred_ranks(truth), _centred_ranks(decided)
        spread = float(one @ one) * float(other @ other)
        return {"spearman": float(one @ other) / np.sqrt(spread).item() if spread else float("nan")}


def _centred_ranks(values: np.ndarray) -> np.ndarray:
    """Ranks less their mean, equal values sharing theirs: float64 (N,). All are exact."""
    import numpy as np

    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2  # from 1
    centred: np.ndarray = ranks[place] - (len(values) + 1) / 2
    return centred
