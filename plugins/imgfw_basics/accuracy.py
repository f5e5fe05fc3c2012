"""How many decisions are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

if TYPE_CHECKING:
    import numpy as np


class Accuracy(Metric):
    """Share of samples decided rightly.

    With several labels at once a sample is right when every one of its labels is (subset accuracy).
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")

    use: Literal["accuracy"] = "accuracy"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("accuracy",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"accuracy": share of N rows}; NaN for no rows."""
        right = self.each(truth, probabilities, decided, target)["accuracy"]
        return {"accuracy": float(right.mean()) if len(right) else float("nan")}

    def each(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, np.ndarray]:
        """{"accuracy": whether each row is right, bool (N,)}."""
        if target.exclusive:
            return {"accuracy": truth == decided}
        return {"accuracy": ((truth > 0.5) == decided).all(axis=1)}
