"""A table as it was read: columns, and rows with the lines they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from imgfw import CallError


@dataclass(frozen=True)
class Sheet:
    """One table.

    where    its file, for people
    columns  their names, each once
    lines    the line in which each row begins; in a file without lines, its number from 1 on
    rows     the cells of each row in the order of the columns: text, or what the file gives; None = not given
    mark     what stands between file and line in messages
    """

    where: str
    columns: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[Any, ...], ...]
    mark: str = ":"

    def at(self, row: int) -> str:
        """Where a row stands, as in "labels.csv:7"."""
        return f"{self.where}{self.mark}{self.lines[row]}"

    def column(self, name: str) -> Sequence[Any]:
        """The cells of a column; None in every row where there is no such column."""
        if name not in self.columns:
            return [None] * len(self.rows)
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


def with_rows(sheet: Sheet) -> Sheet:
    """The sheet, which must have a row. Raises CallError if it has none."""
    if not sheet.rows:
        raise CallError(f"{sheet.where}: the table has no rows")
    return sheet
