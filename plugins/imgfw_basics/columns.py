"""What the columns of a table are for: the file, the split, the group, and the targets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imgfw import CallError, TargetType, nearest

from .cells import type_of
from .sheet import Sheet

FILES = (
    *("file", "file_name", "filename", "file_path", "filepath", "path"),
    *("image", "image_file", "image_path", "img", "picture"),
)
"""What people call the column with the picture's file, in lower case."""
TARGET = re.compile(r"[^/:|\x00-\x1f\x7f]{1,64}")
"""What a target may be called."""


@dataclass(frozen=True)
class Columns:
    """What is wanted of a table, and, once they are `found`, what it has.

    file     the column with the picture's file; "" = the usual names
    split    the one with the part of a split; None = `split` if there is one, "" = none
    group    the one with the group; None = `group` if there is one, "" = none
    targets  those that are targets; () = every other one that can be one
    types    their types, where the cells do not say it
    """

    file: str
    split: str | None
    group: str | None
    targets: tuple[str, ...]
    types: Mapping[str, TargetType]


def found(wanted: Columns, sheets: Sequence[Sheet], separator: str) -> Columns:
    """Which column of the sheets each of them is, and the type of every target.

    Raises CallError for a column that does not exist or cannot be what it should be, and where it is not
    clear which is meant.
    """
    where = sheets[0].where
    names = tuple(dict.fromkeys(name for sheet in sheets for name in sheet.columns))
    for name in (wanted.file, wanted.split, wanted.group, *wanted.targets, *wanted.types):
        if name and name not in names:
            raise CallError(f'{where}: expected a column "{name}" ({nearest(name, names)})')
    file = wanted.file or _file(names, where)
    split = _usual(wanted.split, "split", names)
    group = _usual(wanted.group, "group", names)
    rest = [name for name in names if name not in (file, split, group)]
    for name in (*wanted.targets, *wanted.types):
        if name not in rest:
            raise CallError(
                f'{where}: the column "{name}" cannot be a target and file, split or group at once'
            )
        if not TARGET.fullmatch(name):
            raise CallError(
                f'{where}: the column "{name}" cannot be a target; rename it without "/", ":" or "|"'
            )
    types = {name: _type(name, wanted, sheets, separator) for name in (wanted.targets or rest)}
    known = {name: type for name, type in types.items() if type is not None}
    if odd := [name for name in wanted.targets if name not in known]:
        raise CallError(
            f'{where}: the column "{odd[0]}" holds no labels or numbers, so it cannot be a target'
        )
    targets = known if wanted.targets else _likely(known, wanted, sheets)
    if not targets:
        raise CallError(f"{where}: no column that can be a target; its columns: {', '.join(names)}")
    return Columns(file, split, group, tuple(targets), targets)


def _file(names: Sequence[str], where: str) -> str:
    usual = [name for name in names if name.casefold() in FILES]
    usual = usual or [name for name in names if name.casefold().endswith("_file_name")]
    if len(usual) == 1:
        return usual[0]
    told = f"{' and '.join(usual)} may both be it" if usual else f"its columns: {', '.join(names)}"
    raise CallError(
        f"{where}: expected a column with the pictures' files, such as file or file_name; {told}; "
        "say which by the parameter `file`"
    )


def _usual(wanted: str | None, usual: str, names: Sequence[str]) -> str:
    if wanted is not None:
        return wanted
    return usual if usual in names else ""


def _type(name: str, wanted: Columns, sheets: Sequence[Sheet], separator: str) -> TargetType | None:
    if name in wanted.types:
        return wanted.types[name]
    if not TARGET.fullmatch(name):
        return None
    return type_of((cell for sheet in sheets for cell in sheet.column(name)), separator)


def _likely(
    types: Mapping[str, TargetType], wanted: Columns, sheets: Sequence[Sheet]
) -> dict[str, TargetType]:
    """Without columns in which every cell is another one, as in addresses, unless these are all."""
    kept = {
        name: type
        for name, type in types.items()
        if name in wanted.types or not _all_differ(name, type, sheets)
    }
    return kept or dict(types)


def _all_differ(name: str, type: TargetType, sheets: Sequence[Sheet]) -> bool:
    cells = [cell for sheet in sheets for cell in sheet.column(name) if cell not in (None, "")]
    return type == "classes" and len(set(map(str, cells))) == len(cells)
