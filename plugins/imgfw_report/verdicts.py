"""What to say about a sample, and which samples are worth showing: mistakes, doubts, and what went best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgfw import Target

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Statement:
    """One line under a picture: "said" "desert" "98.4 %".

    role    said (wrongly) | is | missed | right | says (nobody knows what holds) | off by
    text    a label or a number, "" for none of the labels
    figure  the probability of that label, "" where there is none
    """

    role: str
    text: str
    figure: str = ""


def mistakes(target: Target, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray) -> np.ndarray:
    """Rows that were decided wrongly, int64 (n,); see `imgfw.Predictions` for what goes in.

    classes, ordinal  by the probability of the decided label; none of the labels comes last
    multi-label       any label wrong, by the probability of the worst: p where said, 1 - p where missed
    number            every value that is off, by how far
    What is unknown is not wrong; of equal ones the earlier comes first.
    """
    import numpy as np

    if target.exclusive:
        wrong, weight = (truth >= 0) & (truth != decided), _own(probabilities, decided)
    elif target.type == "multi-label":
        differs = ~np.isnan(truth) & ((truth > 0.5) != decided)  # (N, C)
        doubt = np.where(decided, probabilities, 1 - probabilities)
        wrong, weight = differs.any(axis=1), np.where(differs, doubt, -1).max(axis=1, initial=-1)
    else:
        weight = np.nan_to_num(np.abs(decided - truth), nan=0.0)
        wrong = weight > 0
    return _first(weight, wrong)


def least_certain(target: Target, probabilities: np.ndarray, cuts: Mapping[str, float | None]) -> np.ndarray:
    """All rows of labels, the least certain first, int64 (N,); none of a number.

    classes, ordinal  by how far the most probable label is ahead of the second
    multi-label       by the label that is nearest to its threshold
    """
    import numpy as np

    if target.type == "number" or (target.width < 2 and target.exclusive):
        return np.zeros(0, np.int64)
    if target.exclusive:
        best = np.sort(probabilities, axis=1)
        ahead = best[:, -1] - best[:, -2]
    else:
        borders = np.array([_cut(cuts, label) for label in target.labels], np.float32)
        ahead = np.abs(probabilities - borders).min(axis=1)
    return np.argsort(ahead, kind="stable")


def surest(target: Target, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray) -> np.ndarray:
    """Rows that were decided rightly, the surest first, int64 (n,); none of a number.

    classes, ordinal  by the probability of the label
    multi-label       every known label right, and one at least holds: by the least sure of its labels
    """
    import numpy as np

    if target.exclusive:
        return _first(_own(probabilities, decided), (truth >= 0) & (truth == decided))
    if target.type == "number":
        return np.zeros(0, np.int64)
    known = ~np.isnan(truth)
    right = (~known | ((truth > 0.5) == decided)).all(axis=1) & (truth > 0.5).any(axis=1)
    sure = np.where(known, np.where(decided, probabilities, 1 - probabilities), 1)
    return _first(sure.min(axis=1, initial=1), right)


def told(
    target: Target, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray
) -> tuple[Statement, ...]:
    """What to say about one row: what was decided, what holds, and how probable each was."""
    if target.type == "number":
        return _of_number(float(truth), float(decided))
    labels, shares = target.labels, probabilities.tolist()
    if target.exclusive:
        said, held = int(decided), int(truth)
        own = (labels[said], percent(shares[said])) if said >= 0 else ("", "")
        if said == held >= 0:
            return (Statement("right", *own),)
        if held < 0:
            return (Statement("says", *own),)
        return Statement("said", *own), Statement("is", labels[held], percent(shares[held]))
    roles = [_role(bool(decided[i]), float(truth[i])) for i in range(len(labels))]
    shown = [i for i, role in enumerate(roles) if role]
    order = {"said": 0, "missed": 1, "right": 2, "says": 3}
    shown.sort(key=lambda i: (order[roles[i]], shares[i] if roles[i] == "missed" else -shares[i]))
    return tuple(Statement(roles[i], labels[i], percent(shares[i])) for i in shown) or (
        Statement("right", ""),
    )


def percent(share: float) -> str:
    """A probability for people, never rounded up to certainty: "99.9 %" for 0.9999."""
    tenths = round(share * 1000)
    if tenths == 1000 and share < 1:
        tenths = 999
    return f"{tenths / 10:.1f} %"


def _of_number(truth: float, decided: float) -> tuple[Statement, ...]:
    if truth != truth:
        return (Statement("says", f"{decided:.4g}"),)
    off = Statement("off by", f"{abs(decided - truth):.4g}")
    return Statement("said", f"{decided:.4g}"), Statement("is", f"{truth:.4g}"), off


def _role(decided: bool, truth: float) -> str:
    """Of one of several labels; "" where there is nothing to say: it is neither there nor said."""
    if truth != truth:  # nobody knows
        return "says" if decided else ""
    if decided:
        return "right" if truth > 0.5 else "said"
    return "missed" if truth > 0.5 else ""


def _own(probabilities: np.ndarray, decided: np.ndarray) -> np.ndarray:
    """The probability of what was decided, -1 for none of the labels."""
    import numpy as np

    own = probabilities[np.arange(len(decided)), np.maximum(decided, 0)]
    return np.where(decided >= 0, own, -1)


def _first(weight: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The wanted rows, the largest weight first."""
    import numpy as np

    rows = np.flatnonzero(wanted)
    return rows[np.argsort(-weight[rows], kind="stable")]


def _cut(cuts: Mapping[str, float | None], label: str) -> float:
    """From where on a label is said; one that is never said is certain never to be."""
    cut = cuts.get(label, 0.5)
    return 2.0 if cut is None else float(cut)
