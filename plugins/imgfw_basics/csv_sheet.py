"""Tables as comma separated values, or separated by semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from imgfw import CallError

from .sheet import Sheet, with_rows
from .texts import text_of

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def csv_sheet(content: bytes, where: str, delimiter: str | None = None) -> Sheet:
    """The rows under a first line with the names of the columns; columns without a name are left out.

    delimiter  what stands between cells; by default what divides the first line

    Cells may be quoted and hold line ends. Raises CallError with file and line for what is no such table.
    """
    text = text_of(content, where)
    records = _records(text, where, delimiter or _delimiter(text, where))
    first = next(records, None)
    if first is None:
        raise CallError(f"{where}: expected a first line with the names of the columns, and it is empty")
    names = [name.strip() for name in first[1]]
    if twice := [name for name, count in Counter(names).items() if name and count > 1]:
        raise CallError(f'{where}:{first[0]}: the column "{twice[0]}" stands there more than once')
    kept = [index for index, name in enumerate(names) if name]
    lines, rows = [], []
    seen: dict[str, str] = {}
    for line, cells in records:
        if len(cells) != len(names):
            raise CallError(
                f"{where}:{line}: expected {len(names)} cells as in the first line, got {len(cells)}; "
                "put cells that hold a separator or a line end in quotes"
            )
        lines.append(line)
        rows.append(tuple(seen.setdefault(cells[index], cells[index]) for index in kept))
    return with_rows(Sheet(where, tuple(names[index] for index in kept), tuple(lines), tuple(rows)))


def _records(text: str, where: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The line in which each record begins, and its cells; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise CallError(f"{where}:{line}: expected cells, quoted or not: {error}") from error


def _delimiter(text: str, where: str) -> str:
    """What divides the first line into the most cells."""
    cells = {delimiter: _width(text, delimiter) for delimiter in DELIMITERS}
    widest = [delimiter for delimiter, width in cells.items() if width == max(cells.values())]
    if len(widest) == 1 or max(cells.values()) <= 1:
        return widest[0]
    told = _either([DELIMITERS[delimiter] for delimiter in widest])
    raise CallError(f"{where}:1: {told} may divide the first line; say which by the parameter `delimiter`")


def _width(text: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), []))
    except csv.Error:
        return 0


def _either(names: Sequence[str]) -> str:
    return " or ".join(names)
