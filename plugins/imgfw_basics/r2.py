"""How much of a number's variation is foretold."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

if TYPE_CHECKING:
    import numpy as np


class R2(Metric):
    """Share of a number's variance that predictions explain: the coefficient of determination.

    1 is perfect, 0 is as good as always saying the mean of the rows that are judged, below 0 is worse.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("number",)

    use: Literal["r2"] = "r2"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("r2",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"r2": figure} of N rows; NaN where all have the same truth."""
        import numpy as np

        if len(truth) == 0 or truth.min() == truth.max():
            return {"r2": float("nan")}
        true = truth.astype(np.float64)
        return {"r2": float(1 - ((decided - true) ** 2).sum() / ((true - true.mean()) ** 2).sum())}
