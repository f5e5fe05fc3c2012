"""`imgfw predict RUN PATH...`: labels for files and folders."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from ..errors import CallError
from ..printable import printable
from ..progress import Progress
from .answers import as_document, as_lines, as_table, line
from .parquet import as_parquet


def predict(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(help="A run folder, a bundle folder, or latest.")],
    paths: Annotated[list[Path], typer.Argument(help="Pictures and folders; - reads file names from stdin.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    jsonl: Annotated[Path | None, typer.Option(help="Write JSON lines to this file.")] = None,
    csv_: Annotated[Path | None, typer.Option("--csv", help="Write a CSV table to this file.")] = None,
    parquet: Annotated[
        Path | None, typer.Option(help="Write the same table as a Parquet file; needs pyarrow.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Threads at work; one a core by default.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Look at every picture again, known or not.")
    ] = False,
    runs: Annotated[Path, typer.Option(help="Where run folders are.")] = Path("runs"),
) -> None:
    """Say what a trained model sees in pictures."""
    from ..files import passed_over
    from ..loading import load
    from ..predicting import predicted

    bundle = load(run, runs=runs, plugins=ctx.obj.plugins)
    passed: Counter[str] = Counter()
    found = [str(path) for path in files(paths, passed)]
    if others := passed_over(passed):
        ctx.obj.say(others)
    if not found:
        ctx.obj.say("no pictures there")
    left_out = False
    with ExitStack() as opened:
        takers = [opened.enter_context(as_document(bundle))] if json else []
        takers += [
            opened.enter_context(to(path, bundle))
            for to, path in ((as_lines, jsonl), (as_table, csv_), (as_parquet, parquet))
            if path
        ]
        people = not takers
        progress = _progress(people, quiet=ctx.obj.quiet)
        said = predicted(bundle, found, workers=workers, progress=progress, fresh=fresh)
        for answer in (answer for each in said for answer in each.answers):
            for take in takers:
                take(answer)
            if answer.left_out:
                left_out = True
                typer.echo(printable(f"left out: {answer.uri}: {answer.left_out}"), err=True)
            elif people:
                typer.echo(line(bundle, answer))
    if left_out:
        raise typer.Exit(3)


def files(paths: Iterable[Path], passed: Counter[str]) -> Iterator[Path]:
    """Files as they are, the pictures of folders in sorted order, and for "-" the names on stdin.

    passed  takes the endings of files in folders that are no pictures
    """
    from ..files import pictures_under

    for path in paths:
        if str(path) == "-":
            yield from _names(sys.stdin)
        elif path.is_dir():
            yield from pictures_under(path, passed)
        elif path.exists():
            yield path
        else:
            raise CallError(f"{path}: no such file or folder")


def _names(lines: Iterable[str]) -> Iterator[Path]:
    try:
        for name in lines:
            if "\0" in name:
                raise CallError("- reads file names, one a line, and this is no text")
            if name.strip():
                yield Path(name.rstrip("\n"))
    except UnicodeDecodeError as error:
        raise CallError("- reads file names, one a line, and this is no text") from error


def _progress(people: bool, *, quiet: bool) -> Progress:
    """How far it is; where the answers themselves run over the terminal, they tell."""
    from .terminal import terminal_progress

    return Progress() if quiet or (people and sys.stdout.isatty()) else terminal_progress()
