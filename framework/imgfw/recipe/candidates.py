"""What each `[[candidate]]` changes, and the tables that come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..errors import nearest
from .record import record
from .spots import Problems, Spot
from .tables import CHANGEABLE, CandidateTable
from .words import shown

MOST = 1000
"""How many candidates a recipe may have."""


def proposals(
    tables: Mapping[str, Any], own: str, spots: Spot, problems: Problems
) -> Iterator[tuple[str, dict[str, Any], Spot]]:
    """The name of each candidate, the sections it changes, and where it stands; `own` is the recipe's."""
    given, place = tables.get("candidate", []), spots.at("candidate")
    if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
        problems.add(place, "expected a list of tables [[candidate]]", shown(given))
        return
    if len(given) > MOST:
        problems.add(place, f"expected at most {MOST} candidates", str(len(given)))
        return
    names: dict[str, Spot] = {}
    for index, table in enumerate(given):
        spot = place.at(index)
        named = {"name": table["name"]} if "name" in table else {}
        made = record(CandidateTable, named, spot, problems)
        for key in table.keys() - {"name", *CHANGEABLE}:
            known = ("name", *CHANGEABLE)
            problems.add(
                spot.at(key), "expected a section that candidates may change", shown(key), nearest(key, known)
            )
        if made is None:
            continue
        if made.name == own:
            hint = "the recipe as it stands is the candidate of that name"
            problems.add(spot.at("name"), "expected a name of its own", shown(made.name), hint)
        if made.name in names:
            hint = f"the first is at {names[made.name].where}"
            problems.add(spot.at("name"), "expected a name of its own", f"{shown(made.name)} again", hint)
        names.setdefault(made.name, spot.at("name"))
        yield made.name, {key: table[key] for key in CHANGEABLE if key in table}, spot


def merged(
    tables: Mapping[str, Any], spots: Spot, name: str, change: Mapping[str, Any], place: Spot
) -> tuple[dict[str, Any], Spot]:
    """The tables of the recipe as one candidate changes them, and their spots."""
    new, kids = dict(tables), dict(spots.kids)
    for section, value in change.items():
        own = place.at(section).credited(f"candidate {name}")
        new[section], kids[section] = changed(tables.get(section), spots.at(section), value, own)
    return alone(new), replace(spots, kids=kids)


def alone(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables without what writes further candidates."""
    return {section: value for section, value in tables.items() if section not in ("candidate", "refine")}


def changed(base: Any, spots: Spot, change: Any, change_spots: Spot) -> tuple[Any, Spot]:
    """A value of the base as a candidate changes it, and its spots.

    Tables merge key by key, lists of tables by position; a table with another `use`, an empty list and
    everything else replace what was there.
    """
    if isinstance(base, dict) and isinstance(change, dict) and _same_use(base, change):
        merged, kids = dict(base), dict(spots.kids)
        for key, value in change.items():
            place = change_spots.at(key)
            merged[key], kids[key] = (
                changed(base[key], spots.at(key), value, place) if key in base else (value, place)
            )
        return merged, replace(spots, kids=kids)
    if _tables(base) and _tables(change):
        pairs = [
            changed(old, spots.at(index), new, change_spots.at(index))
            for index, (old, new) in enumerate(zip(base, change, strict=False))
        ]
        pairs += [(value, spots.at(index)) for index, value in enumerate(base)][len(change) :]
        pairs += [(value, change_spots.at(index)) for index, value in enumerate(change)][len(base) :]
        return [value for value, _ in pairs], replace(
            spots, kids={index: spot for index, (_, spot) in enumerate(pairs)}
        )
    return change, change_spots


def _same_use(base: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    return "use" not in change or base.get("use", change["use"]) == change["use"]


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(table, dict) for table in value)
