"""How far probabilities are from the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .means import mean, mean_of_defined

if TYPE_CHECKING:
    import numpy as np


class Brier(Metric):
    """Squared distance of probabilities from the truth (Brier, 1950): calibration and sharpness.

    0 is perfect. With three classes or more it is summed over classes, 2 at worst; with two it is that of
    either, 1 at worst; with several labels it is the mean over labels, 1 at worst.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")
    higher_is_better: ClassVar[bool] = False
    by_label: ClassVar[bool] = True

    use: Literal["brier"] = "brier"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("brier",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"brier": mean over N rows}; NaN for no rows."""
        import numpy as np

        off = probabilities.astype(np.float64)
        if not target.exclusive:
            return {"brier": mean_of_defined((off - truth) ** 2)}
        off[np.arange(len(truth)), truth] -= 1
        each = (off**2).sum(axis=1)  # (N,)
        return {"brier": mean(each / 2 if target.width == 2 else each)}
