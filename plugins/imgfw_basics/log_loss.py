"""How surprised the probabilities are by the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from imgfw import Metric, Target, TargetType

from .means import mean

if TYPE_CHECKING:
    import numpy as np

_LEAST = 2.0**-23


class LogLoss(Metric):
    """Mean of -ln(probability of what holds): punishes above all what was sure and wrong.

    0 is perfect, ln(C) is what knowing nothing of C classes gives. With several labels it is the mean over
    all labels of all samples, each against its opposite, and knowing nothing gives ln(2). Probabilities are
    taken for no nearer to 0 or 1 than single precision tells them (1.2e-7), so that no row counts above 16.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")
    higher_is_better: ClassVar[bool] = False
    by_label: ClassVar[bool] = True

    use: Literal["log-loss"] = "log-loss"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("log-loss",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"log-loss": mean over N rows}; NaN for no rows."""
        import numpy as np

        said = probabilities.astype(np.float64)
        if target.exclusive:
            own = said[np.arange(len(truth)), truth]  # (N,)
        else:
            known = ~np.isnan(truth)
            own = np.where(truth > 0.5, said, 1 - said)[known]
        return {"log-loss": mean(-np.log(np.clip(own, _LEAST, 1 - _LEAST)))}
