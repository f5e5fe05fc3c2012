"""How pure the most probable pictures of a label are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .means import mean_of_defined
from .trials import holding, trials

if TYPE_CHECKING:
    import numpy as np


class AveragePrecision(Metric):
    """Precision, averaged over the places at which a label's pictures are found, most probable first.

    1 is perfect, the label's share of the pictures is chance. `average-precision:LABEL` is that of one
    label, `average-precision-macro` the mean over labels (mAP), and `average-precision-micro` ranks the
    probabilities of all labels in one row. A label without pictures has none and does not count in the mean.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")
    by_label: ClassVar[bool] = True

    use: Literal["average-precision"] = "average-precision"

    def gives(self, target: Target) -> tuple[str, ...]:
        """The mean over labels, the one of all labels together, and one for each label."""
        labels = (f"average-precision:{label}" for label in target.labels)
        return ("average-precision-macro", "average-precision-micro", *labels)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{name: figure} from N rows; NaN for a label that none has, and where that is all labels."""
        import numpy as np

        holds = holding(truth, target)
        columns = zip(probabilities.T, holds.T, strict=True)
        each = np.array([trials(scores, held).precision() for scores, held in columns])  # (C,)
        micro = trials(probabilities, holds).precision()
        return dict(zip(self.gives(target), (mean_of_defined(each), micro, *each.tolist()), strict=True))
