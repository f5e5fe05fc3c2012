"""How often the truth is among the most probable labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imgfw import Metric, Target

if TYPE_CHECKING:
    import numpy as np


class TopK(Metric):
    """Share of samples whose truth is among the k most probable labels.

    Of equally probable labels the earlier counts as more probable, as it does in decisions.
    """

    use: Literal["top-k"] = "top-k"
    k: Annotated[int, Field(ge=1, description="How many labels may be named.")] = 5

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure, "top-5" for k = 5."""
        return (f"top-{self.k}",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"top-5": share of N rows}; NaN for no rows."""
        found = self.each(truth, probabilities, decided, target)
        return {name: float(rows.mean()) if len(rows) else float("nan") for name, rows in found.items()}

    def each(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, np.ndarray]:
        """{"top-5": whether each row's truth is among the first k, bool (N,)}."""
        import numpy as np

        own = probabilities[np.arange(len(truth)), truth][:, None]  # (N, 1)
        earlier = np.arange(target.width) < truth[:, None]  # (N, C)
        before = np.where(earlier, probabilities >= own, probabilities > own)
        return {f"top-{self.k}": np.count_nonzero(before, axis=1) < self.k}
