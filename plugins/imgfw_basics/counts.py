"""How often each label was decided, held and both: what precision, recall and F1 are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgfw import Target

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Counts:
    """Rows per label, int64 (C,) each.

    held     its label holds
    decided  it was decided
    both     it was decided and holds
    """

    held: np.ndarray
    decided: np.ndarray
    both: np.ndarray


def count(truth: np.ndarray, decided: np.ndarray, target: Target) -> Counts:
    """Counts of N rows; a decision for none of the labels (-1) is one for no label.

    truth    int (N,), or float (N, C) for multi-label
    decided  int (N,), or bool (N, C) for multi-label
    """
    import numpy as np

    if target.exclusive:
        right = truth[truth == decided]
        told = decided[decided >= 0]
        return Counts(*(np.bincount(rows, minlength=target.width) for rows in (truth, told, right)))
    holds = truth > 0.5
    return Counts(*(np.count_nonzero(rows, axis=0) for rows in (holds, decided, holds & decided)))


def names(figure: str, target: Target) -> tuple[str, ...]:
    """The names of a figure: its mean over labels, the one of all decisions together, one for each label."""
    return (f"{figure}-macro", f"{figure}-micro", *(f"{figure}:{label}" for label in target.labels))


def figures(figure: str, part: np.ndarray, whole: np.ndarray, target: Target) -> dict[str, float]:
    """{name: part / whole} as `names` calls them, 0 where there is nothing to divide by."""
    import numpy as np

    each = part / np.maximum(whole, 1)  # (C,); a part of nothing is 0
    macro = float(each.mean()) if target.labels else 0.0
    micro = float(part.sum() / max(whole.sum(), 1))
    return dict(zip(names(figure, target), (macro, micro, *each.tolist()), strict=True))
