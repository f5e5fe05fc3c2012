"""The rows of tables as pictures with their labels."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from imgfw import CallError, TargetType

from .cells import labels_of
from .columns import Columns
from .sheet import Sheet
from .sheets import Part
from .splits import split_of

Labels = tuple[str, ...] | float


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the picture's file, what is known of it, and where that stands, as in "labels.csv:7"."""

    uri: str
    at: str
    labels: dict[str, Labels]
    split: str
    group: str


def rows_of(parts: Sequence[Part], columns: Columns, separator: str, *, below: bool) -> list[Row]:
    """Every row of the tables, sorted by file.

    below  whether files are named from the folder of their table, instead of from a root of their own

    Raises CallError with file and line for a cell that cannot be meant, for a row without a file, and for a
    file that stands in two rows.
    """
    found: dict[str, Row] = {}
    for part in parts:
        if part.split and columns.split:
            raise CallError(
                f"{part.sheet.where}: {part.folder} says the split, and so does the column "
                f'"{columns.split}"; say split = "" to leave the column aside'
            )
        for row in _rows(part, columns, separator, part.folder if below else ""):
            if row.uri in found:
                raise CallError(
                    f"{row.at}: the file {row.uri} stands in {found[row.uri].at} already; expected one row a "
                    f"picture (several labels go into one cell: a{separator}b)"
                )
            found[row.uri] = row
    return [found[uri] for uri in sorted(found, key=lambda uri: uri.split("/"))]


def _rows(part: Part, columns: Columns, separator: str, folder: str) -> list[Row]:
    sheet = part.sheet
    files, groups = _texts(sheet, columns.file), _texts(sheet, columns.group)
    splits = [part.split or split_of(name) for name in _texts(sheet, columns.split)]
    labels = _labels(sheet, columns, separator)
    if "" in files:
        raise CallError(f'{sheet.at(files.index(""))}: expected a file, the column "{columns.file}" is empty')
    return [
        Row(posixpath.normpath(folder + file if file[0] != "/" else file), sheet.at(row), given, split, group)
        for row, (file, given, split, group) in enumerate(zip(files, labels, splits, groups, strict=True))
    ]


def _texts(sheet: Sheet, name: str | None) -> list[str]:
    """The cells of a column as text, "" where nothing is given."""
    found = []
    for row, cell in enumerate(sheet.column(name) if name else [None] * len(sheet.rows)):
        if cell is not None and (isinstance(cell, bool) or not isinstance(cell, (str, int))):
            raise CallError(f'{sheet.at(row)}: expected a text in the column "{name}", got {repr(cell)[:60]}')
        found.append("" if cell is None else str(cell).strip())
    return found


def _labels(sheet: Sheet, columns: Columns, separator: str) -> list[dict[str, Labels]]:
    found: list[dict[str, Labels]] = [{} for _ in sheet.rows]
    for name, type in columns.types.items():
        meant = _reader(type, separator)
        for row, cell in enumerate(sheet.column(name)):
            try:
                given = meant(cell)
            except ValueError as error:
                raise CallError(f'{sheet.at(row)}: column "{name}": {error}') from error
            if given is not None:
                found[row][name] = given
    return found


def _reader(type: TargetType, separator: str) -> Callable[[Any], Labels | None]:
    """What a cell says; texts repeat, so each is looked at once."""

    @cache
    def of_text(text: str) -> Labels | None:
        return labels_of(text, type, separator)

    return lambda cell: of_text(cell) if isinstance(cell, str) else labels_of(cell, type, separator)
