"""The error where true claims are refused as often as false ones are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .trials import holding, trials

if TYPE_CHECKING:
    import numpy as np


class Eer(Metric):
    """Equal error rate: as large a share of true claims is refused as of false ones is accepted.

    A claim is a picture and a label that it is said to have, as in metric/tar. 0 is perfect, 0.5 is chance.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes",)
    higher_is_better: ClassVar[bool] = False

    use: Literal["eer"] = "eer"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("eer",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"eer": share} from N rows; NaN without rows, and where there is only one label."""
        return {"eer": trials(probabilities, holding(truth, target)).equal_error()}
