"""Agreement beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imgfw import Metric, Target

from .steps import steps

if TYPE_CHECKING:
    import numpy as np


class Kappa(Metric):
    """Agreement of decisions and truth beyond what chance would give: Cohen's kappa.

    1 is full agreement, 0 is chance. Quadratic and linear weights count how many steps a decision is off, so
    they suit labels in order; for labels without one say weights = "none". A decision for none of the labels
    counts as the worst label would.
    """

    use: Literal["kappa"] = "kappa"
    weights: Annotated[
        Literal["quadratic", "linear", "none"],
        Field(description="How much a wrong decision counts: by its steps squared, by its steps, or all 1."),
    ] = "quadratic"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure: "kappa-quadratic", "kappa-linear", or "kappa" for no weights."""
        return ("kappa" if self.weights == "none" else f"kappa-{self.weights}",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{name: figure} from N rows; NaN for no rows, and where all truth and decisions are one label."""
        import numpy as np

        columns = target.width + 1  # the last: none of the labels
        cells = truth * columns + np.where(decided >= 0, decided, target.width)
        table = np.bincount(cells, minlength=target.width * columns).reshape(target.width, columns)
        apart = self._apart(target.width)
        seen = len(truth) * float((apart * table).sum())
        by_chance = float(table.sum(axis=1) @ apart @ table.sum(axis=0))
        return {self.gives(target)[0]: 1 - seen / by_chance if by_chance else float("nan")}

    def _apart(self, width: int) -> np.ndarray:
        """How much each decision (column) counts against each truth (row): int64 (width, width + 1)."""
        apart = steps(width)
        if self.weights == "none":
            return (apart > 0).astype(int)
        return apart**2 if self.weights == "quadratic" else apart
