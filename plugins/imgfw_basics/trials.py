"""Scores of what holds against scores of what does not: what thresholds on them can reach.

Both are sorted first, so that counting what lies above a score is a search. All counts are exact; equal
scores are accepted together.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imgfw import Target

if TYPE_CHECKING:
    import numpy as np

NAN = float("nan")


@dataclass(frozen=True)
class Trials:
    """Sorted scores, float (P,) of what holds and float (Q,) of what does not."""

    held: np.ndarray
    others: np.ndarray

    def area(self) -> float:
        """How often a score of what holds exceeds one of what does not, half of ties counted: the area
        under the ROC curve. NaN where either is missing."""
        if not len(self.held) or not len(self.others):
            return NAN
        below = self.others.searchsorted(self.held, "left").sum()
        not_above = self.others.searchsorted(self.held, "right").sum()
        return float(below + not_above) / (2 * len(self.held) * len(self.others))

    def precision(self) -> float:
        """The mean of the precision at the score of each that holds: average precision, no interpolation.

        NaN where nothing holds.
        """
        if not len(self.held):
            return NAN
        held = len(self.held) - self.held.searchsorted(self.held, "left")  # (P,), accepted at each score
        others = len(self.others) - self.others.searchsorted(self.held, "left")
        return float((held / (held + others)).mean())

    def accepted(self, false: float) -> float:
        """The largest share of what holds that is accepted with at most this share of the others.

        NaN where nothing holds, and where the others are too few for one of them to be within that share.
        """
        import numpy as np

        allowed = int(false * len(self.others) + 1e-9)
        if not len(self.held) or allowed < 1:
            return NAN
        if allowed >= len(self.others):
            return 1.0
        return float(np.mean(self.held > self.others[-allowed - 1]))

    def equal_error(self) -> float:
        """Where as large a share of what holds is refused as of the others is accepted, on the line
        between the two nearest thresholds. NaN where either is missing."""
        import numpy as np

        if not len(self.held) or not len(self.others):
            return NAN
        scores: Any = np.sort(np.concatenate([self.held, self.others]))
        place = bisect_left(range(len(scores)), 0.0, key=lambda index: self._excess(scores[index]))
        accepted, refused = self._errors(scores[place - 1])  # the lowest score accepts all: never place 0
        excess = accepted - refused
        then, later = self._errors(scores[place]) if place < len(scores) else (0.0, 1.0)
        return accepted + (then - accepted) * excess / (excess + later - then)

    def _excess(self, threshold: float) -> float:
        accepted, refused = self._errors(threshold)
        return refused - accepted

    def _errors(self, threshold: float) -> tuple[float, float]:
        """Accepting from a threshold on: the shares of others accepted, and of what holds refused."""
        accepted = len(self.others) - self.others.searchsorted(threshold, "left")
        return float(accepted / len(self.others)), float(self.held.searchsorted(threshold) / len(self.held))


def trials(scores: np.ndarray, holds: np.ndarray) -> Trials:
    """Trials of scores float (N,) and what holds, 1, 0 or NaN (N,); of any other shape: all together."""
    import numpy as np

    return Trials(np.sort(scores[holds == 1]), np.sort(scores[holds == 0]))


def holding(truth: np.ndarray, target: Target) -> np.ndarray:
    """Which labels hold for each row: 1, 0, or NaN for unknown, (N, C); from int (N,) or float (N, C)."""
    import numpy as np

    return truth[:, None] == np.arange(target.width) if target.exclusive else truth
