"""How many labels are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .means import mean

if TYPE_CHECKING:
    import numpy as np


class HammingLoss(Metric):
    """Share of labels that are wrong, each label of each sample counted by itself.

    Where labels are rare it is small for a model that never gives any; see metric/f1 and
    metric/balanced-accuracy. With one label a sample it would be 1 less metric/accuracy.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("multi-label",)
    higher_is_better: ClassVar[bool] = False
    by_label: ClassVar[bool] = True

    use: Literal["hamming-loss"] = "hamming-loss"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("hamming-loss",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"hamming-loss": share of N * C labels, or of those that are known}; NaN for no rows."""
        import numpy as np

        return {"hamming-loss": mean(((truth > 0.5) != decided)[~np.isnan(truth)])}
