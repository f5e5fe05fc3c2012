"""Which head predicts what, from what, and in which order they come."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import nearest
from ..kinds import Head
from .given import Offer
from .spots import Problems, Spot
from .words import as_number, shown

Placed = tuple[int, Head]


def served(heads: Sequence[Placed], offer: Offer, spots: Spot, problems: Problems) -> list[Placed]:
    """The heads with their `name` and `targets` filled in, those without faults only."""
    found, taken = [], dict[str, Spot]()
    for position, head in heads:
        spot = spots.at("head", position)
        names = _targets(head, offer, spot, problems)
        if not names:
            continue
        for name in names:
            if name in taken:
                hint = f"the first is at {taken[name].where}"
                problems.add(named_at(spot), "expected one head a target", f"{shown(name)} again", hint)
            taken.setdefault(name, spot)
        filled = {"name": head.name or default_name(names), "target": None, "targets": names}
        found.append((position, head.model_copy(update=filled)))
    return found


def default_name(targets: Sequence[str]) -> str:
    """The name of a head that has none: its target, in letters that names may have."""
    plain = re.sub(r"[^a-z0-9_-]+", "-", "-".join(targets).lower()).strip("-_")
    return plain[:64] or "head"


def named_at(spot: Spot) -> Spot:
    """Where a head says what it predicts, or where it stands if it says nothing."""
    return spot.exactly("targets") or spot.at("target")


def _targets(head: Head, offer: Offer, spot: Spot, problems: Problems) -> tuple[str, ...]:
    if head.target is not None and head.targets:
        problems.add(spot.at("targets"), 'expected either "target" or "targets"', "both")
        return ()
    names = head.targets or ((head.target,) if head.target is not None else (offer.default,))
    if names == ("",):
        if offer.complete:
            there = f"there are: {', '.join(offer.targets)}" if offer.targets else "the sources give none"
            problems.add(spot, 'expected the key "target", as it is not clear which is meant', "none", there)
        return ()
    known = [name for name in names if name in offer.targets]
    for name in names if offer.complete else known:
        if name not in offer.targets:
            hint = nearest(name, list(offer.targets))
            problems.add(named_at(spot), "expected the name of a target", shown(name), hint)
        elif offer.targets[name].type not in head.types:
            what = f"expected a target of type {' or '.join(head.types)} for {head.use}"
            got, hint = f'"{name}" of type {offer.targets[name].type}', ""
            if head.types == ("number",) and offer.targets[name].type == "classes":
                hint = as_number(offer.columns[name][0])
            problems.add(named_at(spot), what, got, hint)
    return names if len(known) == len(names) else ()


def ordered(heads: Sequence[Placed], complete: bool, spots: Spot, problems: Problems) -> tuple[Head, ...]:
    """The heads, each after those whose predictions it sees; `complete` says whether these are all."""
    by_name: dict[str | None, Placed] = {}
    for position, head in heads:
        if head.name in by_name:
            hint = "give it a name of its own"
            spot = spots.at("head", position, "name")
            problems.add(spot, "expected a name that no other head has", shown(head.name), hint)
        by_name.setdefault(head.name, (position, head))
    done: dict[str | None, Head] = {}
    waiting = dict(by_name)
    while ready := [
        n for n, (_, head) in waiting.items() if not _feeding(head) - done.keys() - _strangers(head, by_name)
    ]:
        done[ready[0]] = waiting.pop(ready[0])[1]
    for position, head in by_name.values():
        for stranger in sorted(_strangers(head, by_name)) if complete else ():
            spot = spots.at("head", position, "inputs")
            hint = nearest(stranger, [str(name) for name in by_name])
            problems.add(spot, "expected the name of a head", shown(f"head:{stranger}"), hint)
    if waiting:
        position, head = next(iter(waiting.values()))
        what = "expected heads that do not feed each other in a circle"
        problems.add(spots.at("head", position, "inputs"), what, ", ".join(map(str, waiting)))
    return tuple(done.values())


def _feeding(head: Head) -> set[str]:
    return {name.removeprefix("head:") for name in head.inputs if name.startswith("head:")}


def _strangers(head: Head, known: dict[str | None, Placed]) -> set[str]:
    return _feeding(head) - known.keys()
