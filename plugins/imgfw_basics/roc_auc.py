"""How well probabilities rank what holds above what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .means import mean_of_defined
from .trials import holding, trials

if TYPE_CHECKING:
    import numpy as np


class RocAuc(Metric):
    """How often a picture with a label gets more of it than one without: the area under the ROC curve.

    1 is perfect, 0.5 is chance. `roc-auc:LABEL` tells one label from all others, `roc-auc-macro` is the mean
    over labels; with two classes all of them are the same. A label that every picture has, or none, has no
    area and does not count in the mean.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")
    by_label: ClassVar[bool] = True

    use: Literal["roc-auc"] = "roc-auc"

    def gives(self, target: Target) -> tuple[str, ...]:
        """The mean over labels, and one for each label."""
        return ("roc-auc-macro", *(f"roc-auc:{label}" for label in target.labels))

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{name: figure} from N rows; NaN for a label that all have or none, and where that is all labels."""
        import numpy as np

        columns = zip(probabilities.T, holding(truth, target).T, strict=True)
        each = np.array([trials(scores, holds).area() for scores, holds in columns])  # (C,)
        return dict(zip(self.gives(target), (mean_of_defined(each), *each.tolist()), strict=True))
