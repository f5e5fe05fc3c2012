"""Print results: tables for people, one JSON document for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ..escapes import as_json
from ..printable import printable


def print_json(document: Any) -> None:
    """One JSON document on stdout."""
    print(as_json(document, indent=2))


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on stdout: drawn to fit the window on a terminal, else plain aligned text."""
    rows = [[printable(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _drawn(header, rows)
        return
    for line in aligned([header, *rows]):
        print(line)


def draws(stream: TextIO) -> bool:
    """Whether what goes there may move the cursor: on a terminal that nobody keeps plain."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and stream.isatty()


@contextmanager
def naming(place: Path) -> Iterator[None]:
    """What a full disk raises while this lasts says where it happened, so that the error can name it."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(place)) from error
        raise


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with two spaces between the columns, none at the end."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return list(padded)


def _drawn(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*header, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
