"""The table of a plan, a line a file, which people read and may edit.

Whoever takes lines out of it or gives other places changes what is done; what is no plan any more is refused
with its line. It begins with the mark by which spreadsheets know UTF-8, and what they save is read: with that
mark or without, with commas, semicolons or tabs, with empty lines.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import TextIO, get_args

from imgfw import CallError, whole_text

from .names import folded
from .plan import Fate, Item, Plan
from .plan_cells import COLUMNS, cells_of, item_of

TABLE = "plan.csv"
MARK = "\ufeff"
_SIGNS = (",", ";", "\t")


def write_items(folder: Path, items: Iterable[Item]) -> dict[str, int]:
    """Write the table of a plan, one item at a time; gives {fate: how many}."""
    totals: Counter[str] = Counter()
    with whole_text(folder / TABLE) as file:
        file.write(MARK)
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for item in items:
            table.writerow(cells_of(item))
            totals[item.fate] += 1
    return {fate: totals[fate] for fate in get_args(Fate)}


def read_items(folder: Path) -> Iterator[Item]:
    """The files of the plan in a folder, line by line. Raises CallError, with the line, for what is wrong.

    Places are checked one by one: below the target, and names that every disk takes; `check_items` sees to it
    that no two are one.
    """
    path = folder / TABLE
    try:
        file = path.open(encoding="utf-8-sig", newline="")
    except FileNotFoundError as error:
        raise CallError(f"{path}: is missing; make the plan again") from error
    except OSError as error:
        raise CallError(f"{path}: cannot be read: {error.strerror}") from error
    with closing(file):
        try:
            yield from _items(file, path)
        except UnicodeDecodeError as error:
            raise CallError(
                f"{path}, line {_odd_line(path)}: expected UTF-8, got something else; save it as "
                '"CSV UTF-8", and look whether names with accents are as they were'
            ) from error


def _items(file: TextIO, path: Path) -> Iterator[Item]:
    table = csv.reader(file, strict=True, delimiter=_sign(file))
    try:
        if tuple(next(table, [])) != COLUMNS:
            raise CallError(
                f"{path}, line 1: expected the columns {', '.join(COLUMNS)}, in this order, with commas, "
                "semicolons or tabs between them"
            )
        for cells in table:
            if any(cells):
                yield item_of(cells, f"{path}, line {table.line_num}", table.line_num)
    except csv.Error as error:
        raise CallError(f"{path}, line {table.line_num}: {error}") from error


def _sign(file: TextIO) -> str:
    """What stands between cells: that which makes the first line the columns."""
    first = file.readline().strip().replace('"', "")
    file.seek(0)
    return next((sign for sign in _SIGNS if first == sign.join(COLUMNS)), _SIGNS[0])


def _odd_line(path: Path) -> int:
    """The first line that is no UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def check_items(plan: Plan, items: Sequence[Item], where: Path) -> None:
    """Raises CallError, with the line, where two files have one place, a file is there twice, or is parted.

    where  the folder of the plan
    """
    table = where / TABLE
    sources: set[str] = set()
    for item in items:
        if item.source in sources:
            raise _wrong(table, item, f"{item.source} is there twice")
        sources.add(item.source)
        if bool(item.places) != (item.fate == "placed" and plan.mode != "xmp"):
            raise _wrong(table, item, f"{item.source}: expected places if its fate is placed, and only then")
    _check_places(items, table)
    if plan.mode != "xmp":
        _check_together(items, table)


def _check_places(items: Sequence[Item], table: Path) -> None:
    """No two files have one place, on any disk, and none is to lie below another."""
    taken: dict[str, Item] = {}
    for item in items:
        for place in item.places:
            if other := taken.get(folded(place)):
                both = f"{item.source} twice" if other is item else f"{item.source} and {other.source}"
                raise _wrong(table, item, f"{place} is the place of {both}")
            taken[folded(place)] = item
    for place, item in taken.items():
        if above := next((str(p) for p in PurePosixPath(place).parents if str(p) in taken), ""):
            there = taken[above].source
            raise _wrong(table, item, f"{item.source} is to lie below {above}, where {there} is to lie")


def _check_together(items: Sequence[Item], table: Path) -> None:
    """What belongs to a picture that is placed goes with it, and to no folder but its own."""
    leaders = {item.source: item for item in items if not item.follows and item.fate == "placed"}
    for item in items:
        if (leader := leaders.get(item.follows)) is None:
            continue
        folders = {_folder(place) for place in leader.places}
        alone = next((place for place in item.places if _folder(place) not in folders), "")
        if alone or item.fate in ("unsorted", "duplicate"):
            raise _wrong(
                table,
                item,
                f"{item.source} belongs to {leader.source}, and would "
                f"{f'go to {alone} alone' if alone else 'stay alone'}: "
                "give both the same folders, or empty its cell `follows`",
            )


def _folder(place: str) -> str:
    return folded(place).rpartition("/")[0]


def _wrong(table: Path, item: Item, what: str) -> CallError:
    return CallError(f"{table}{f', line {item.line}' if item.line else ''}: {what}")
