"""What each `[[candidate]]` changes, and the tables that come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..errors import nearest
from .override import changed
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
    new.pop("candidate")
    return new, replace(spots, kids=kids)
