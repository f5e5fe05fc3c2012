"""Precision and recall in one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .counts import count, figures, names

if TYPE_CHECKING:
    import numpy as np


class F1(Metric):
    """Harmonic mean of precision and recall.

    `f1-macro` is the mean over all labels, `f1-micro` counts all decisions together,
    `f1:LABEL` is that of one label. A label that neither holds nor is decided has 0.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")

    use: Literal["f1"] = "f1"

    def gives(self, target: Target) -> tuple[str, ...]:
        """The mean over labels, the one of all decisions, and one for each label."""
        return names("f1", target)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{name: figure} from N rows, as scikit-learn has them with every label given and zero_division=0."""
        counts = count(truth, decided, target)
        return figures("f1", 2 * counts.both, counts.held + counts.decided, target)
