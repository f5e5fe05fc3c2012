"""[refine] -> Refinement: every recipe that it may come to is checked before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any

from ..errors import nearest
from .changes import Changes, Start, same
from .check import Check
from .override import ORIGIN, keys_of
from .record import record
from .refinement import MOST, Refinement, RefineTable
from .spots import Problems, Spot, dotted
from .tables import CHANGEABLE, SplitTable
from .words import shown


def refined(
    tables: Mapping[str, Any],
    spots: Spot,
    starts: Mapping[str, Start],
    split: SplitTable | None,
    check: Check,
    problems: Problems,
) -> Refinement | None:
    """What the [refine] of a recipe asks for; None where there is none, or where it has problems."""
    place, before = spots.at("refine"), len(problems)
    if "refine" not in tables or (tables["refine"] == {} and place.origin == ORIGIN):  # taken out by --set
        return None
    if not isinstance(tables["refine"], dict):
        problems.add(place, "expected one table [refine]", shown(tables["refine"]))
        return None
    given, place = flat(tables["refine"], place, problems)
    if len(problems) > before and not given["values"]:  # none of them has a key
        return None
    table = record(RefineTable, given, place, problems) or _sound(given, place)
    if table is None:
        return None
    named = table.start or tuple(starts)
    _check_starts(table, starts, place, problems)
    if split is not None and not split.shares["val"] and "val" not in split.splits.values():
        hint = "give [split] val a share"
        problems.add(place, "expected a val split, which refine judges on", "val = 0", hint)
    table = _with_known_sections(table, place, problems)
    if _are_too_many(table, named, place, problems) or not table.values:
        return None
    chosen = {name: starts[name] for name in named if name in starts}
    changes = Changes(table, chosen, place.at("values"), check)
    checked = changes.checked(problems)
    _check_epochs(table, chosen, place, problems)
    if len(problems) > before:
        return None
    return Refinement(changes.resolved(), named, checked, changes.changed)


def _sound(given: Mapping[str, Any], spot: Spot) -> RefineTable | None:
    """What is right of a table with problems, so that its other problems are told as well."""
    values = given.get("values")
    lists = {k: v for k, v in values.items() if isinstance(v, list) and v} if isinstance(values, dict) else {}
    right: dict[str, Any] = {"values": lists}
    for key in given.keys() - right.keys():
        if record(RefineTable, {**right, key: given[key]}, spot, Problems()):
            right[key] = given[key]
    return record(RefineTable, right, spot, Problems())


def flat(table: Mapping[str, Any], spot: Spot, problems: Problems) -> tuple[dict[str, Any], Spot]:
    """The table with one key for each parameter: tables among its values are the beginnings of keys.

    What --set gives a parameter takes the place of its values, however the key is written.
    """
    if not isinstance(table.get("values"), dict):
        return dict(table), spot
    values: dict[str, Any] = {}
    kids: dict[Any, Spot] = {}
    for keys, value, place in _leaves(table["values"], spot.at("values"), (), problems):
        name = dotted(keys)
        if name in values and place.origin != ORIGIN:
            hint = f"first at {kids[name].where}"
            problems.add(place, "expected every parameter once", f"{shown(name)} again", hint)
        values[name], kids[name] = value, place
    kids = {**spot.kids, "values": replace(spot.at("values"), kids=kids)}
    return {**table, "values": values}, replace(spot, kids=kids)


def _leaves(
    values: Mapping[str, Any], spot: Spot, before: tuple[str, ...], problems: Problems
) -> Iterator[tuple[tuple[str, ...], Any, Spot]]:
    for text, value in values.items():
        place, keys = spot.at(text), keys_of(text)
        if keys is None:
            problems.add(place, 'expected a key such as "head.0.units"', shown(text))
        elif isinstance(value, dict) and value:
            yield from _leaves(value, place, (*before, *keys), problems)
        else:
            yield (*before, *keys), value, place


def _check_starts(table: RefineTable, starts: Mapping[str, Start], spot: Spot, problems: Problems) -> None:
    for index, name in enumerate(table.start):
        if name not in starts:
            what = "expected the name of a candidate, or of the recipe for it as it stands"
            problems.add(spot.at("from", index), what, shown(name), nearest(name, list(starts)))


def _with_known_sections(table: RefineTable, spot: Spot, problems: Problems) -> RefineTable:
    """The table without values of what candidates may not change; what is wrong with values is noted."""
    known = dict(table.values)
    for name, given in table.values.items():
        place = spot.at("values", name)
        section = (keys_of(name) or ("",))[0]
        if section not in CHANGEABLE:
            what = "expected a key of a section that candidates may change"
            problems.add(place, what, shown(name), nearest(section, CHANGEABLE))
            del known[name]
        for index, value in enumerate(given):
            if any(same(value, other) for other in given[:index]):
                what = f"expected every value of {name} once"
                problems.add(place.at(index), what, f"{shown(value)} again")
    return table.model_copy(update={"values": known})


def _are_too_many(table: RefineTable, starts: Sequence[str], spot: Spot, problems: Problems) -> bool:
    counts = list(map(len, table.values.values()))
    total = prod(counts) if table.search == "grid" else sum(counts)
    if total * len(starts) > MOST:
        sign = " x " if table.search == "grid" else " + "
        sum_of = sign.join(map(str, counts)) + (f" = {total:,}" if len(counts) > 1 else "")
        several = f", for each of {len(starts)} candidates" if len(starts) > 1 else ""
        what = f"expected at most {MOST:,} {'combinations' if table.search == 'grid' else 'values'} to try"
        hint = 'take fewer values, or search = "greedy"' if table.search == "grid" else "take fewer values"
        hint += ", or name the candidates to refine by from" if several else ""
        problems.add(spot.at("values"), what, sum_of + several, hint)
    return total * len(starts) > MOST


def _check_epochs(table: RefineTable, starts: Mapping[str, Start], spot: Spot, problems: Problems) -> None:
    """Note where the epochs of a trial would do nothing, or what they do is among the values."""
    if table.epochs is None:
        return
    for name in table.values:
        keys = keys_of(name) or ("",)
        if keys[0] == "train" and keys[-1] == "epochs":
            what = "expected no epochs among the values, as trials have epochs of their own"
            problems.add(spot.at("values", name), what, shown(name), "take epochs of [refine] out")
    made = [start.recipe for start in starts.values() if start.recipe]
    if made and not any("epochs" in recipe.tables.get("train", {}) for recipe in made):
        what = "expected a network to train for so many epochs in each trial"
        problems.add(spot.at("epochs"), what, "none", "take epochs out")
