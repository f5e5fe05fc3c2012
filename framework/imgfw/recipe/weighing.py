"""How much labels and samples count in learning a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import nearest
from ..sample_weights import WEIGHT
from .spots import Problems, Spot
from .target_table import TargetTable
from .words import shown

if TYPE_CHECKING:
    from .given import Given


def columns(tables: Mapping[str, TargetTable]) -> dict[str, tuple[str, ...]]:
    """{key under which a sample has its weight: (column,)} of the targets that name one."""
    return {
        f"{name}{WEIGHT}": (table.sample_weights,) for name, table in tables.items() if table.sample_weights
    }


def check(table: TargetTable, given: Given, spot: Spot, problems: Problems) -> None:
    """Note a column that the sources do not give, or that has no numbers; `spot` is that of the table."""
    column, spot = table.sample_weights, spot.at("sample_weights")
    found = given.targets.get(column)
    if found is not None and found.type != "number":
        problems.add(spot, "expected a column with numbers", f"{shown(column)} of type {found.type}")
    elif column and found is None and given.complete:
        hint = nearest(column, list(given.targets))
        problems.add(spot, "expected a number that the sources give", shown(column), hint)


def check_classes(table: TargetTable, names: Sequence[str], spot: Spot, problems: Problems) -> None:
    """Note weights of labels that the target has not; `names` are its labels, () where they are not known."""
    for label in () if isinstance(table.class_weights, str) else table.class_weights:
        if names and label not in names:
            at = spot.at("class_weights", label)
            problems.add(at, "expected a label of the target", shown(label), nearest(label, names))
