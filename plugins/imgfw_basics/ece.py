"""Whether probabilities mean what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Metric, Target, TargetType

from .means import mean_of_defined

if TYPE_CHECKING:
    import numpy as np


class Ece(Metric):
    """By how much probabilities are wrong about how often they are right: expected calibration error.

    Samples are put into bins by the probability of their most probable label; it is the mean, by samples, of
    how far that probability and the share that is right lie apart in a bin. `ece` has bins of equal width
    (Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015; Guo et al., "On
    Calibration of Modern Neural Networks", 2017), `ece-equal-mass` bins of as many samples each (Nixon et
    al., "Measuring Calibration in Deep Learning", 2019), equal probabilities in one. With several labels it
    is the mean over labels, by the probability of each. Chance alone makes it larger the fewer samples a bin
    has: compare it on equal numbers of samples.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")
    higher_is_better: ClassVar[bool] = False
    by_label: ClassVar[bool] = True

    use: Literal["ece"] = "ece"
    bins: Annotated[int, Field(ge=1, le=1000, description="How many bins.")] = 15

    def gives(self, target: Target) -> tuple[str, ...]:
        """With bins of equal width, and of equal mass."""
        return ("ece", "ece-equal-mass")

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{name: figure} from N rows; NaN for no rows. What was decided plays no part."""
        import numpy as np

        if target.exclusive and target.width:
            said = probabilities.max(axis=1)[None]  # (1, N)
            right = (probabilities.argmax(axis=1) == truth)[None]
        else:
            said, right = probabilities.T, np.where(np.isnan(truth), np.nan, truth > 0.5).T  # (C, N)
        known = ~np.isnan(right)
        pairs = [(p[k], r[k]) for p, r, k in zip(said.astype(np.float64), right, known, strict=True)]
        found = {}
        for name, edges in zip(self.gives(target), (_equal_width, _equal_mass), strict=True):
            each = np.array([_error(p, r, edges(p, self.bins)) for p, r in pairs])
            found[name] = mean_of_defined(each)
        return found


def _equal_width(said: np.ndarray, bins: int) -> np.ndarray:
    import numpy as np

    return np.linspace(0, 1, bins + 1)[1:-1]


def _equal_mass(said: np.ndarray, bins: int) -> np.ndarray:
    """The probability that is the last of each bin but the last one: (bins - 1,)."""
    import numpy as np

    last = np.arange(1, bins) * len(said) // bins - 1
    return np.sort(said)[np.maximum(last, 0)] if len(said) else np.zeros(0)


def _error(said: np.ndarray, right: np.ndarray, edges: np.ndarray) -> float:
    """The calibration error of probabilities (N,) in bins that end with these edges."""
    import numpy as np

    if len(said) == 0:
        return float("nan")
    gaps = np.bincount(edges.searchsorted(said), weights=right - said, minlength=len(edges) + 1)
    return float(np.abs(gaps).sum() / len(said))
