"""How far off predictions are, large errors counting more."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .means import mean

if TYPE_CHECKING:
    import numpy as np


class Mse(Metric):
    """Mean squared error, and its root in the unit of the number; large errors outweigh small ones."""

    types: ClassVar[tuple[TargetType, ...]] = ("number",)
    higher_is_better: ClassVar[bool] = False

    use: Literal["mse"] = "mse"

    def gives(self, target: Target) -> tuple[str, ...]:
        """The mean of squares, and its root."""
        return ("mse", "rmse")

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"mse": ..., "rmse": ...} of N rows; NaN for no rows."""
        import numpy as np

        found = mean((decided.astype(np.float64) - truth) ** 2)
        return {"mse": found, "rmse": math.sqrt(found)}
