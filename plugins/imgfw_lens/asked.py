"""What every lens command is asked with: a run, pictures, and where the sheet goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from imgfw import CallError, pictures_under, printable_text

To = Annotated[Path, typer.Option(metavar="DIR", help="Where the sheet and its numbers go.")]
Runs = Annotated[Path, typer.Option(help="Where run folders are.")]
Run = Annotated[str, typer.Argument(metavar="RUN", help="A run folder, a bundle folder, or latest.")]
Wanted = Annotated[
    str | None, typer.Option(metavar="NAME", help="Of a model with several targets, the one to look at.")
]


def files(given: Sequence[Path], count: int) -> list[Path]:
    """The first pictures of what is named. Raises CallError where there are none."""
    found: list[Path] = []
    for path in _each(given):
        found.append(path)
        if len(found) == count:
            break
    if not found:
        raise CallError("expected pictures, or folders with pictures, got none")
    return found


def _each(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            yield from pictures_under(path)
        elif path.is_file():
            yield path
        else:
            raise CallError(f"{printable_text(str(path))}: there is no such picture or folder")
