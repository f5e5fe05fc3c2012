"""A file of a plan as cells that people edit, and that spreadsheets leave as they are.

What a spreadsheet would take for a formula, a number, a date or a truth begins with an apostrophe, and times
end in "ns": it would keep fifteen of their digits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, get_args

from imgfw import CallError, escaped, unescaped

from .names import safe
from .plan import Fate, Item

COLUMNS = tuple(each.name for each in fields(Item) if each.name != "line")

_FORMULA = ("'", "=", "+", "-", "@", "\t", "\r", "\n")
_ENDING = re.compile(r"\.[^\W\d_]{2}")
"""What no number and no date has in it."""

_LABEL = re.compile(r"(?:\\[\\|]|[^|])+")


def cells_of(item: Item) -> list[str]:
    """A line of the table."""
    cells: dict[str, Any] = {name: getattr(item, name) for name in COLUMNS}
    cells["modified_ns"] = f"{item.modified_ns}ns"
    cells["places"], cells["labels"] = "|".join(item.places), _joined(item.labels)
    cells["probability"] = "" if item.probability is None else f"{item.probability:.6g}"
    return [escaped(_marked(name, str(cell))) for name, cell in cells.items()]


def item_of(cells: Sequence[str], where: str, line: int) -> Item:
    """What a line says, however a spreadsheet wrote it. Raises CallError for what is no line of a plan.

    where  the table and the line, for people
    """
    if len(cells) != len(COLUMNS):
        raise CallError(f"{where}: expected {len(COLUMNS)} cells, got {len(cells)}")
    named: dict[str, Any] = dict(zip(COLUMNS, map(_read, cells), strict=True))
    if not os.path.isabs(named["source"]) or "\0" in named["source"]:
        raise CallError(f"{where}: expected the absolute path of a file, got {named['source']!r}")
    if named["fate"] not in get_args(Fate):
        raise CallError(f"{where}: expected fate {' | '.join(get_args(Fate))}, got {named['fate']!r}")
    named["labels"] = _apart(named["labels"])
    named["places"] = tuple(named["places"].split("|")) if named["places"] else ()
    for place in named["places"]:
        if wrong := check_place(place):
            raise CallError(f"{where}: the place {place!r}: {wrong}")
    named |= _numbers(named, where)
    if named["places"] and not _is_digest(named["digest"]):
        raise CallError(f"{where}: expected a sha256 of 64 hex digits, got {named['digest']!r}")
    return Item(**named, line=line)


def check_place(place: str) -> str:
    """What is wrong with a place below the target; "" where nothing is."""
    parts = place.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return "expected folders and a name, with / between them, below the target"
    bad = next((part for part in parts if safe(part) != part), None)
    return "" if bad is None else f"not every disk takes the name {bad!r}; expected one such as {safe(bad)!r}"


def _numbers(named: Mapping[str, str], where: str) -> dict[str, int | float | None]:
    """The cells that are numbers; a probability may have a comma, as in many languages."""
    found: dict[str, int | float | None] = {}
    for name in ("size", "modified_ns", "probability"):
        text = named[name]
        try:
            if name == "probability":
                found[name] = float(text.replace(",", ".")) if text else None
            else:
                found[name] = int(text.removesuffix("ns"))
        except ValueError:
            raise CallError(
                f"{where}: expected a number for {name}, got {text!r}; a spreadsheet that rounded it has "
                "lost the rest: take the cell out of a copy of the table, or make the plan again"
            ) from None
    return found


def _joined(labels: Sequence[str]) -> str:
    """Labels with a bar between them; one that is in a label has a backslash before it."""
    return "|".join(re.sub(r"([\\|])", r"\\\1", label) for label in labels)


def _apart(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\\([\\|])", r"\1", label) for label in _LABEL.findall(text))


def _marked(name: str, cell: str) -> str:
    """With an apostrophe where a spreadsheet would not take it for the text that it is."""
    computed = cell.startswith(_FORMULA)
    if name in ("places", "labels") and not computed:
        computed = cell.lower() in ("true", "false")
        computed |= any(map(str.isdigit, cell)) and not _ENDING.search(cell)
    return f"'{cell}" if computed else cell


def _read(cell: str) -> str:
    return unescaped(cell).removeprefix("'")


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
