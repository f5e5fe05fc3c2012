"""How far off predictions are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .means import mean
from .steps import steps

if TYPE_CHECKING:
    import numpy as np


class Mae(Metric):
    """Mean absolute error: how far off a prediction is, in the unit of the number.

    For labels in order it is how many steps off; a decision for none of them counts as the worst would.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("number", "ordinal")
    higher_is_better: ClassVar[bool] = False

    use: Literal["mae"] = "mae"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("mae",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"mae": mean over N rows}; NaN for no rows."""
        import numpy as np

        if target.exclusive:
            return {"mae": mean(steps(target.width)[truth, decided])}  # -1 is the last column
        return {"mae": mean(np.abs(decided.astype(np.float64) - truth))}
