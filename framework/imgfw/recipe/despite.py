"""Names that lead nowhere in a recipe with other faults, so that these are told in the same breath.

What is faulty in itself makes no component, so its names are taken from the tables as they stand. A name is
told only where nothing that the faults hide could make it a right one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import nearest
from . import scoring
from .given import Given, Offer
from .heads import default_name, named_at
from .parts import Parts, Reading
from .spots import Problems
from .words import shown


def check(reading: Reading, parts: Parts, sources: Given, offer: Offer) -> None:
    """Note the unknown targets and heads that heads name, and a `best` that no figure can be."""
    tables = reading.tables.get("head", [])
    if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
        known = _targets(reading, offer)
        if sources.complete:
            _check_targets(reading, tables, known)
        _check_inputs(reading, tables, offer)
    if isinstance(given := reading.tables.get("best"), str) and given:
        _check_best(given, reading, parts, sources, offer)


def _targets(reading: Reading, offer: Offer) -> list[str]:
    """Every target there may be: those of faulty [target.NAME], too."""
    declared = reading.tables.get("target", {})
    names = declared if isinstance(declared, dict) else {}
    return [*offer.targets, *(name for name in names if name not in offer.targets)]


def _check_targets(reading: Reading, tables: list[dict[str, Any]], known: list[str]) -> None:
    for position, table in enumerate(tables):
        spot = named_at(reading.spots.at("head", position))
        for name in _own_targets(table):
            if name not in known:
                what = "expected the name of a target"
                reading.problems.add(spot, what, shown(name), nearest(name, known))


def _check_inputs(reading: Reading, tables: list[dict[str, Any]], offer: Offer) -> None:
    names = [_name(table, offer) for table in tables]
    if None in names:
        return
    for position, table in enumerate(tables):
        for given in _texts(table.get("inputs")):
            name = given.removeprefix("head:")
            if given.startswith("head:") and name not in names:
                spot = reading.spots.at("head", position, "inputs")
                hint = nearest(name, list(map(str, names)))
                reading.problems.add(spot, "expected the name of a head", shown(given), hint)


def _check_best(given: str, reading: Reading, parts: Parts, sources: Given, offer: Offer) -> None:
    name, known = given.partition("/")[0], _targets(reading, offer)
    spots, problems = reading.spots, reading.problems
    if sources.complete and name not in known:
        what = "expected TARGET/FIGURE of a metric"
        problems.add(spots.at("best"), what, shown(given), nearest(name, known))
    elif name in offer.targets and "metric" not in parts.faulty:
        one = {name: offer.targets[name]}
        figures = scoring.figures(parts.lists["metric"], one, False, spots, Problems())
        scoring.best(given, figures, one, True, spots, problems)


def _name(table: Mapping[str, Any], offer: Offer) -> str | None:
    """What a head is called, None where that cannot be known."""
    if isinstance(name := table.get("name"), str):
        return name
    targets = _own_targets(table) or ([offer.default] if offer.default else [])
    return default_name(targets) if targets else None


def _own_targets(table: Mapping[str, Any]) -> list[str]:
    return _texts(table["target"] if "target" in table else table.get("targets"))


def _texts(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [text for text in given if isinstance(text, str)]
