"""The table of a plan, a line a file, which people read and may edit.

Whoever takes lines out of it or gives other places changes what is done; what is no plan any more is refused
with its line.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from imgfw import CallError, escaped, unescaped, whole_text

from .names import folded, safe
from .plan import Fate, Item, Plan

TABLE = "plan.csv"
COLUMNS = tuple(each.name for each in fields(Item))


def write_items(folder: Path, items: Iterable[Item]) -> dict[str, int]:
    """Write the table of a plan, one item at a time; gives {fate: how many}."""
    totals: Counter[str] = Counter()
    with whole_text(folder / TABLE) as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for item in items:
            table.writerow(_cells(item))
            totals[item.fate] += 1
    return {fate: totals[fate] for fate in get_args(Fate)}


def read_items(folder: Path) -> Iterator[Item]:
    """The files of the plan in a folder, line by line. Raises CallError, with the line, for what is wrong.

    Places are checked one by one: below the target, and names that every disk takes; `check_items` sees to it
    that no two are one.
    """
    path = folder / TABLE
    try:
        file = path.open(encoding="utf-8", newline="")
    except FileNotFoundError as error:
        raise CallError(f"{path}: is missing; make the plan again") from error
    except OSError as error:
        raise CallError(f"{path}: cannot be read: {error.strerror}") from error
    with closing(file):
        table = csv.reader(file, strict=True)
        try:
            header = next(table, [])
            if tuple(header) != COLUMNS:
                raise CallError(f"{path}, line 1: expected the columns {', '.join(COLUMNS)}")
            for cells in table:
                yield _item(cells, f"{path}, line {table.line_num}")
        except (csv.Error, UnicodeDecodeError) as error:
            raise CallError(f"{path}, line {table.line_num}: {error}") from error


def check_items(plan: Plan, items: Sequence[Item], where: Path) -> None:
    """Raises CallError where two files have one place, a file is there twice, or one follows nobody there is.

    where  the folder of the plan
    """
    table = where / TABLE
    sources: set[str] = set()
    taken: dict[str, str] = {}
    for item in items:
        if item.source in sources:
            raise CallError(f"{table}: {item.source} is there twice")
        sources.add(item.source)
        if bool(item.places) != (item.fate == "placed" and plan.mode != "xmp"):
            raise CallError(f"{table}: {item.source}: expected places if its fate is placed, and only then")
        for place in item.places:
            if folded(place) in taken:
                other = taken[folded(place)]
                raise CallError(f"{table}: {item.source} and {other} have one place, {place}")
            taken[folded(place)] = item.source
    for place, source in taken.items():
        if above := next((str(p) for p in PurePosixPath(place).parents if str(p) in taken), ""):
            raise CallError(f"{table}: {source} is to lie below {above}, where {taken[above]} is to lie")
    leaders = {item.source for item in items if not item.follows}
    for item in items:
        if item.follows and item.follows not in leaders:
            raise CallError(f"{table}: {item.source} follows {item.follows}, which is not in the plan")


def check_place(place: str) -> str:
    """What is wrong with a place below the target; "" where nothing is."""
    parts = place.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return "expected folders and a name, with / between them, below the target"
    bad = next((part for part in parts if safe(part) != part), None)
    return "" if bad is None else f"not every disk takes the name {bad!r}; expected one such as {safe(bad)!r}"


def _cells(item: Item) -> list[object]:
    cells: dict[str, Any] = {name: getattr(item, name) for name in COLUMNS}
    cells["places"], cells["labels"] = "|".join(item.places), "|".join(item.labels)
    cells["probability"] = "" if item.probability is None else f"{item.probability:.6g}"
    return [escaped(value) if isinstance(value, str) else value for value in cells.values()]


def _item(cells: Sequence[str], where: str) -> Item:
    if len(cells) != len(COLUMNS):
        raise CallError(f"{where}: expected {len(COLUMNS)} cells, got {len(cells)}")
    named: dict[str, Any] = dict(zip(COLUMNS, map(unescaped, cells), strict=True))
    if not os.path.isabs(named["source"]) or "\0" in named["source"]:
        raise CallError(f"{where}: expected the absolute path of a file, got {named['source']!r}")
    if named["fate"] not in get_args(Fate):
        raise CallError(f"{where}: expected fate {' | '.join(get_args(Fate))}, got {named['fate']!r}")
    for name in ("places", "labels"):
        named[name] = tuple(named[name].split("|")) if named[name] else ()
    for place in named["places"]:
        if wrong := check_place(place):
            raise CallError(f"{where}: the place {place!r}: {wrong}")
    try:
        named["size"], named["modified_ns"] = int(named["size"]), int(named["modified_ns"])
        named["probability"] = float(named["probability"]) if named["probability"] else None
    except ValueError as error:
        raise CallError(
            f"{where}: expected numbers for size, modified_ns and probability: {error}"
        ) from error
    if named["places"] and not _is_digest(named["digest"]):
        raise CallError(f"{where}: expected a sha256 of 64 hex digits, got {named['digest']!r}")
    return Item(**named)


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
