"""Held: whether sets of labels and refusals keep on val and test what was asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..data import Sample
from ..decisions import Decision
from ..measure import Score
from ..outcome import Predictions
from ..resampling import codes
from ..shares import of_groups
from ..targets import Target

if TYPE_CHECKING:
    import numpy as np


def held(
    given: Predictions,
    targets: Mapping[str, Target],
    decisions: Mapping[str, Decision],
    train: Sequence[Sample],
) -> dict[str, dict[str, Any]]:
    """{target: {"coverage", "set_size", "found", "false_accepts"}}, as far as there is something to tell.

    coverage       share of the samples whose set holds the true label, with its interval
    set_size       labels in a set, on average
    found          share of the samples of labels that train has which were decided rightly, and not refused
    false_accepts  share of the samples of labels that no train sample has which were taken for a label
    """
    found: dict[str, dict[str, Any]] = {}
    groups = [sample.group_key for sample in given.samples]
    for name, target in targets.items():
        truth = given.truth[name]
        told: dict[str, Any] = {}
        if name in given.sets and (truth >= 0).any():
            rows = (truth >= 0).nonzero()[0]
            among = given.sets[name][rows]
            told["coverage"] = _share(among[range(len(rows)), truth[rows]], groups, rows)
            told["set_size"] = float(among.sum(axis=1).mean())
        if target.exclusive and decisions[name].unknown:
            learned = {label for sample in train for label in _labels(sample, name)}
            decided, strange = given.decided[name], _strange(target, learned)[truth]
            if len(rows := ((truth >= 0) & ~strange).nonzero()[0]):
                told["found"] = _share(decided[rows] == truth[rows], groups, rows)
            if len(rows := ((truth >= 0) & strange).nonzero()[0]):
                told["false_accepts"] = _share(decided[rows] >= 0, truth.astype(str).tolist(), rows)
        found |= {name: told} if told else {}
    return found


def _share(right: np.ndarray, groups: Sequence[str], rows: np.ndarray) -> dict[str, Any]:
    low, high = of_groups(right, codes(groups, rows))
    return Score(float(right.mean()), low, high, len(rows), len(groups) - len(rows)).plain()


def _strange(target: Target, learned: set[str]) -> np.ndarray:
    """Which labels no train sample has: bool (C,)."""
    import numpy as np

    return np.array([label not in learned for label in target.labels])


def _labels(sample: Sample, target: str) -> tuple[str, ...]:
    given = sample.labels.get(target)
    return given if isinstance(given, tuple) else ()
