"""How many decisions for a label are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .counts import count, figures, names

if TYPE_CHECKING:
    import numpy as np


class Precision(Metric):
    """Share of the decisions for a label that are right.

    `precision-macro` is the mean over all labels, `precision-micro` counts all decisions together,
    `precision:LABEL` is that of one label. A label never decided has 0.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")
    by_label: ClassVar[bool] = True

    use: Literal["precision"] = "precision"

    def gives(self, target: Target) -> tuple[str, ...]:
        """The mean over labels, the one of all decisions, and one for each label."""
        return names("precision", target)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{name: figure} from N rows, as scikit-learn has them with every label given and zero_division=0."""
        counts = count(truth, decided, target)
        return figures("precision", counts.both, counts.decided, counts.known, target)
