"""How often each label was decided, held and both: what precision, recall and F1 are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgfw import Target

from .means import NAN, mean

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Counts:
    """Rows per label, int64 (C,) each, of those that know it.

    held     its label holds
    decided  it was decided
    both     it was decided and holds
    known    all of them
    """

    held: np.ndarray
    decided: np.ndarray
    both: np.ndarray
    known: np.ndarray


def count(truth: np.ndarray, decided: np.ndarray, target: Target) -> Counts:
    """Counts of N rows; a decision for none of the labels (-1) is one for no label.

    truth    int (N,), or float (N, C) for multi-label, NaN where a label is unknown
    decided  int (N,), or bool (N, C) for multi-label
    """
    import numpy as np

    if target.exclusive:
        right = truth[truth == decided]
        told = decided[decided >= 0]
        held, chosen, both = (np.bincount(rows, minlength=target.width) for rows in (truth, told, right))
        return Counts(held, chosen, both, np.full(target.width, len(truth)))
    holds, known = truth > 0.5, ~np.isnan(truth)
    found = (holds, decided & known, holds & decided, known)
    return Counts(*(np.count_nonzero(rows, axis=0) for rows in found))


def names(figure: str, target: Target) -> tuple[str, ...]:
    """The names of a figure: its mean over labels, the one of all decisions together, one for each label."""
    return (f"{figure}-macro", f"{figure}-micro", *(f"{figure}:{label}" for label in target.labels))


def figures(
    figure: str, part: np.ndarray, whole: np.ndarray, known: np.ndarray, target: Target
) -> dict[str, float]:
    """{name: part / whole} as `names` calls them, 0 where there is nothing to divide by.

    NaN for a label that rows do not know, which does not count in the mean either.
    """
    import numpy as np

    each = part / np.maximum(whole, 1)  # (C,); a part of nothing is 0
    macro = mean(each[known > 0])
    each = np.where(known > 0, each, np.nan)
    micro = float(part.sum() / max(whole.sum(), 1)) if known.any() else NAN
    return dict(zip(names(figure, target), (macro, micro, *each.tolist()), strict=True))
