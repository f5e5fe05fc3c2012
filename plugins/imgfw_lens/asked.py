"""What every lens command is asked with: a run, pictures, and where the sheet goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imgfw import CallError, pictures_under, printable_text

if TYPE_CHECKING:
    from .network import Lens, Look

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


def looks(
    ctx: typer.Context, lens: Lens, run: str, runs: Path, paths: Sequence[Path] | None, count: int
) -> Iterator[Look | None]:
    """These pictures as the network sees them, or so many test samples of the run where none are named.

    None for one that cannot be used, once it is told why.
    """
    from .looking import of_files, of_run

    if paths is not None:
        return of_files(lens, paths, ctx.obj.say)
    from imgfw import open as open_run

    try:
        outcome = open_run(run, runs=runs, plugins=ctx.obj.plugins)
    except CallError as error:
        raise CallError(
            f"{error}\n  or look at other pictures than the run's own: name them behind it"
        ) from error
    return of_run(lens, outcome, count, ctx.obj.say)


def _each(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            yield from pictures_under(path)
        elif path.is_file():
            yield path
        else:
            raise CallError(f"{printable_text(str(path))}: there is no such picture or folder")
