"""Labels of a sample: from the columns of a source to targets, and of several copies together.

Where only some labels of a multi-label target are unknown, "TARGET:unknown" names these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .data import Labels
from .targets import UNKNOWN

Columns = Mapping[str, tuple[str, ...]]
"""{target: the names under which sources give its labels}."""


def by_target(given: Mapping[str, Labels], columns: Columns, declared: Columns) -> dict[str, Labels]:
    """Labels by target; of several columns of which some are unknown, so are the labels of these.

    declared  {column: the labels that it may have}
    """
    labels: dict[str, Labels] = {}
    for target, names in columns.items():
        there = [name for name in names if name in given]
        if not there:
            continue
        doubtful = {label for name in there for label in _names(given.get(name + UNKNOWN, ()))}
        labels[target] = given[there[0]]
        if len(names) > 1:
            labels[target] = tuple(dict.fromkeys(label for name in there for label in _names(given[name])))
            doubtful |= {label for name in names if name not in given for label in declared.get(name, ())}
        labels |= _unknown(target, doubtful.difference(_names(labels[target])))
    return labels


def of_copies(copies: Sequence[Mapping[str, Labels]], target: str) -> dict[str, Labels]:
    """The labels of copies of one picture for a multi-label target: what holds for one holds for all.

    Unknown is what no copy knows.
    """
    told = [labels for labels in copies if target in labels]
    if not told:
        return {}
    holding = {label for labels in told for label in _names(labels[target])}
    doubtful = set.intersection(*(set(_names(labels.get(target + UNKNOWN, ()))) for labels in told))
    return {target: tuple(sorted(holding)), **_unknown(target, doubtful)}


def _unknown(target: str, labels: set[str]) -> dict[str, Labels]:
    return {target + UNKNOWN: tuple(sorted(labels))} if labels else {}


def _names(value: Labels) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
