"""Precision and recall in one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .counts import count, figures, names
from .means import NAN, mean

if TYPE_CHECKING:
    import numpy as np


class F1(Metric):
    """Harmonic mean of precision and recall.

    `f1-macro` is the mean over all labels, `f1-micro` counts all decisions together, `f1-weighted` is the
    mean over labels by how often they hold, `f1:LABEL` is that of one label. A label that neither holds nor
    is decided has 0. With several labels `f1-samples` is the mean of the F1 of each sample's own labels; one
    without any, rightly decided to have none, has 1. What is unknown of a sample does not count.
    """

    revision: ClassVar[int] = 2

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")
    by_label: ClassVar[bool] = True

    use: Literal["f1"] = "f1"

    def gives(self, target: Target) -> tuple[str, ...]:
        """The mean over labels, the one of all decisions, further means, and one for each label."""
        macro, micro, *each = names("f1", target)
        further = ("f1-weighted",) if target.exclusive else ("f1-weighted", "f1-samples")
        return (macro, micro, *further, *each)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{name: figure} from N rows, as scikit-learn has them with every label given and zero_division=0
        (1 for samples); NaN for no rows."""
        import numpy as np

        counts = count(truth, decided, target)
        found = figures("f1", 2 * counts.both, counts.held + counts.decided, counts.known, target)
        each = np.nan_to_num([found[f"f1:{label}"] for label in target.labels])  # (C,)
        found["f1-weighted"] = float(counts.held @ each / max(counts.held.sum(), 1)) if len(truth) else NAN
        if not target.exclusive:
            found["f1-samples"] = mean(_of_samples(truth > 0.5, decided & ~np.isnan(truth)))
        return {name: found[name] for name in self.gives(target)}


def _of_samples(holds: np.ndarray, decided: np.ndarray) -> np.ndarray:
    """The F1 of each row of bool (N, C): float64 (N,), 1 where nothing holds and nothing is decided."""
    import numpy as np

    total = holds.sum(axis=1) + decided.sum(axis=1)
    return np.where(total > 0, 2 * (holds & decided).sum(axis=1) / np.maximum(total, 1), 1.0)
