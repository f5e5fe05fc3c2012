"""Which samples were decided wrongly, the most confident first, and what to say about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgfw import Target

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Statement:
    """One line under a picture: "said" "desert" "98.4 %".

    role    "said" | "is" | "missed" | "off by"
    text    a label or a number, "" for none of the labels
    figure  the probability of that label, "" where there is none
    """

    role: str
    text: str
    figure: str = ""


def ranked(target: Target, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray) -> np.ndarray:
    """Rows that were decided wrongly, int64 (n,); see `imgfw.Predictions` for what goes in.

    classes, ordinal  by the probability of the decided label; none of the labels comes last
    multi-label       any label wrong, by the probability of the worst: p where said, 1 - p where missed
    number            every value that is off, by how far
    What is unknown is not wrong; of equal ones the earlier comes first.
    """
    import numpy as np

    if target.exclusive:
        own = probabilities[np.arange(len(decided)), np.maximum(decided, 0)]
        wrong, weight = (truth >= 0) & (truth != decided), np.where(decided >= 0, own, -1)
    elif target.type == "multi-label":
        differs = ~np.isnan(truth) & ((truth > 0.5) != decided)  # (N, C)
        doubt = np.where(decided, probabilities, 1 - probabilities)
        wrong, weight = differs.any(axis=1), np.where(differs, doubt, -1).max(axis=1, initial=-1)
    else:
        weight = np.nan_to_num(np.abs(decided - truth), nan=0.0)
        wrong = weight > 0
    rows = np.flatnonzero(wrong)
    return rows[np.argsort(-weight[rows], kind="stable")]


def told(
    target: Target, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray
) -> tuple[Statement, ...]:
    """What to say about one row: what was decided, what holds, and how probable each was."""
    if target.type == "number":
        return (
            Statement("said", f"{float(decided):.4g}"),
            Statement("is", f"{float(truth):.4g}"),
            Statement("off by", f"{abs(float(decided) - float(truth)):.4g}"),
        )
    labels, shares = target.labels, probabilities.tolist()
    if target.exclusive:
        said, held = int(decided), int(truth)
        first = Statement("said", labels[said], percent(shares[said])) if said >= 0 else Statement("said", "")
        return first, Statement("is", labels[held], percent(shares[held]))
    wrong = [i for i in range(len(labels)) if truth[i] == (not decided[i])]  # NaN is neither
    wrong.sort(key=lambda i: (0, -shares[i]) if decided[i] else (1, shares[i]))  # the surest of each first
    return tuple(Statement("said" if decided[i] else "missed", labels[i], percent(shares[i])) for i in wrong)


def percent(share: float) -> str:
    """A probability for people, never rounded up to certainty: "99.9 %" for 0.9999."""
    tenths = round(share * 1000)
    if tenths == 1000 and share < 1:
        tenths = 999
    return f"{tenths / 10:.1f} %"
