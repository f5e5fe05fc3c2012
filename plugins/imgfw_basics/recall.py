"""How many of a label's pictures are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .counts import count, figures, names

if TYPE_CHECKING:
    import numpy as np


class Recall(Metric):
    """Share of a label's pictures that are decided to be it.

    `recall-macro` is the mean over all labels, `recall-micro` counts all decisions together,
    `recall:LABEL` is that of one label. A label that never holds has 0.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")
    by_label: ClassVar[bool] = True

    use: Literal["recall"] = "recall"

    def gives(self, target: Target) -> tuple[str, ...]:
        """The mean over labels, the one of all decisions, and one for each label."""
        return names("recall", target)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{name: figure} from N rows, as scikit-learn has them with every label given and zero_division=0."""
        counts = count(truth, decided, target)
        return figures("recall", counts.both, counts.held, counts.known, target)
