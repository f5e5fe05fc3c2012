"""One sample's probabilities as bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgfw import Target

from .verdicts import percent

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Bar:
    """One label: how probable it is, and what became of it.

    share   its probability, 0 to 1
    figure  the same for people
    role    right (said, and it holds) | said (it does not hold) | missed (it holds, and was not said) |
            says (nobody knows) | "" (neither said nor there)
    cut     from which probability on it is said; None where it never is, or labels exclude each other
    """

    label: str
    share: float
    figure: str
    role: str
    cut: float | None = None


def bars(
    target: Target,
    truth: np.ndarray,
    probabilities: np.ndarray,
    decided: np.ndarray,
    cuts: Mapping[str, float | None],
    most: int,
) -> tuple[Bar, ...]:
    """The most probable labels of one sample, and behind them those that hold or were said beside.

    truth, probabilities (C,), decided  of one sample, see `imgfw.Predictions`
    """
    import numpy as np

    holds, said = _columns(target, truth, decided)
    order = np.argsort(-probabilities, kind="stable")
    shown = [int(i) for place, i in enumerate(order) if place < most or holds[i] == 1 or said[i]]
    return tuple(
        Bar(
            target.labels[i],
            float(probabilities[i]),
            percent(float(probabilities[i])),
            _role(bool(said[i]), float(holds[i])),
            None if target.exclusive else cuts.get(target.labels[i]),
        )
        for i in shown
    )


def _columns(target: Target, truth: np.ndarray, decided: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which labels hold, float (C,) with NaN for unknown ones, and which were said, bool (C,)."""
    import numpy as np

    if not target.exclusive:
        return truth, decided
    labels = np.arange(target.width)
    holds = np.where(labels == truth, 1.0, 0.0) if truth >= 0 else np.full(target.width, np.nan)
    return holds, labels == decided


def _role(said: bool, holds: float) -> str:
    if holds != holds:
        return "says" if said else ""
    if holds > 0.5:
        return "right" if said else "missed"
    return "said" if said else ""
