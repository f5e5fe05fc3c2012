"""Choose: the one figure that decides between epochs and between candidates, on val only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..decisions import Decision, decided
from ..errors import RunError
from ..measure import judged
from ..targets import Target

if TYPE_CHECKING:
    import numpy as np

    from ..kinds import Metric


@dataclass(frozen=True)
class Best:
    """The figure that the recipe calls `best`: a metric's figure for one target."""

    metric: Metric
    target: Target
    figure: str

    def of(self, truth: np.ndarray, probabilities: np.ndarray, decision: Decision) -> float:
        """Its value for these rows, turned so that higher is better; -inf where it is undefined."""
        return self.of_decided(truth, probabilities, decided(self.target, probabilities, decision))

    def of_decided(self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray) -> float:
        """The same for rows that are decided already."""
        rows = judged(self.metric, self.target, truth)
        if not rows.any():
            return float("-inf")
        value = self.metric.score(truth[rows], probabilities[rows], decided[rows], self.target)[self.figure]
        if value != value:
            return float("-inf")
        return value if self.metric.higher_is_better else -value

    def shown(self, value: float) -> float | None:
        """The figure as the metric gives it, from what `of` makes of it; None where it is undefined."""
        if value == float("-inf"):
            return None
        return value if self.metric.higher_is_better else 0.0 - value


def best_of(best: str, metrics: Sequence[Metric], targets: Mapping[str, Target]) -> Best:
    """The figure named "TARGET/FIGURE". Raises RunError with what there is if no metric gives it."""
    there = {
        f"{name}/{figure}": Best(metric, target, figure)
        for metric in metrics
        for name, target in targets.items()
        if metric.serves(target)
        for figure in metric.gives(target)
    }
    if best not in there:
        raise RunError(f'best = "{best}": no metric gives it; expected one of {", ".join(there)}')
    return there[best]


def among(best: Best, metrics: Sequence[Metric], targets: Sequence[Target]) -> Best:
    """The best itself where its target is among these, else the first figure of a metric for one of them."""
    if best.target.name in {target.name for target in targets}:
        return best
    for metric in metrics:
        for target in targets:
            if metric.serves(target):
                return Best(metric, target, metric.gives(target)[0])
    names = ", ".join(target.name for target in targets)
    raise RunError(f"no metric scores {names}, so that no epoch can be chosen; add a [[metric]] for it")
