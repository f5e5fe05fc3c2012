"""How many decisions are right, with every label counting the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .counts import count
from .means import mean_of_defined

if TYPE_CHECKING:
    import numpy as np


class BalancedAccuracy(Metric):
    """Share of right decisions, with every label counting the same however rare it is.

    With one label a picture it is the mean over labels of the share of their pictures that are decided
    rightly; a label without pictures does not count, where `recall-macro` gives it 0. With several it is
    the mean over labels of half the share found plus half the share rightly left without; a label that all
    pictures have, or none, does not count. A decision for none of the labels is wrong.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")
    by_label: ClassVar[bool] = True

    use: Literal["balanced-accuracy"] = "balanced-accuracy"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("balanced-accuracy",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"balanced-accuracy": figure} from N rows; NaN where no label counts."""
        counts = count(truth, decided, target)
        each = _share(counts.both, counts.held)  # (C,)
        if not target.exclusive:
            without = counts.known - counts.held
            each = (each + _share(without - counts.decided + counts.both, without)) / 2
        return {"balanced-accuracy": mean_of_defined(each)}


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """part / whole, NaN for a part of nothing: float64 (C,)."""
    import numpy as np

    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)
