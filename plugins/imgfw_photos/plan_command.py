"""`imgfw organize plan RUN PHOTOS... --to DIR`: where every picture would go, for people to look at first."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from imgfw import CallError, json_text, printable_text

from .making import PAGE
from .plan_table import TABLE

if TYPE_CHECKING:
    from .making import Made

SHOWN = 20
"""Pictures that cannot be used, of those that are named; the table of the plan names all of them."""


def plan(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(help="A run folder, a bundle folder, or latest.")],
    photos: Annotated[list[Path], typer.Argument(help="Folders of pictures, and pictures.")],
    to: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the folders of labels go.")] = None,
    template: Annotated[
        str, typer.Option(help="The place of a picture below DIR; as in {label}/{date:%Y}/{name}.")
    ] = "{label}/{name}",
    undated: Annotated[str, typer.Option(help="The folder for what has no date.")] = "undated",
    file_times: Annotated[
        bool, typer.Option("--file-times", help="Take a file's time where nothing else tells its date.")
    ] = False,
    mode: Annotated[
        Literal["copy", "move", "hardlink", "symlink", "xmp"], typer.Option(help="What applying is to do.")
    ] = "copy",
    copies: Annotated[
        Literal["copies", "links"],
        typer.Option(
            help="What the further places of a picture with several labels are: hard links, or copies."
        ),
    ] = "copies",
    target: Annotated[
        str | None, typer.Option(help="Whose labels are used; needed where the model has several targets.")
    ] = None,
    plan_: Annotated[
        Path | None, typer.Option("--plan", metavar="DIR", help="The new folder of the plan.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Threads at work; one a core by default.")
    ] = None,
    runs: Annotated[Path, typer.Option(help="Where run folders are.")] = Path("runs"),
) -> None:
    """Say where every picture would go, and touch nothing: the plan is a folder to look at."""
    from imgfw import bundle_folder, load

    from .labels import target_of
    from .making import Wish, free_folder, make
    from .template import read

    if (to is None) != (mode == "xmp"):
        raise CallError(
            "expected --to DIR, or --mode xmp, which writes labels beside the pictures: one of both"
        )
    now = datetime.now().astimezone()
    if plan_ is not None and os.path.lexists(plan_):
        raise CallError(f"--plan {plan_}: is there already; a plan gets a folder of its own")
    wish = Wish(
        tuple(photos),
        to and to.expanduser() if mode != "xmp" else None,
        read(template, undated),
        mode,
        copies,
        file_times,
    )
    bundle = load(run, runs=runs, plugins=ctx.obj.plugins)
    made = make(
        wish,
        bundle,
        target_of(bundle, target),
        plan_ or free_folder(Path(), now),
        run=str(bundle_folder(run, runs=runs).resolve()),
        now=now,
        workers=workers,
        progress=ctx.obj.progress,
    )
    _tell(made, json=json)
    if made.unreadable:
        raise typer.Exit(3)


def _tell(made: Made, *, json: bool) -> None:
    """What was planned, on stdout; what cannot be used, on stderr."""
    for item in made.unreadable[:SHOWN]:
        typer.echo(printable_text(f"left out: {item.source}: {item.reason}"), err=True)
    if len(made.unreadable) > SHOWN:
        typer.echo(f"left out: and {len(made.unreadable) - SHOWN:,} more; {TABLE} names all", err=True)
    if json:
        print(json_text({"format": 1, "plan": str(made.folder), **made.ledger.plain()}, indent=2))
        return
    for line in made.ledger.lines():
        typer.echo(line)
    typer.echo(
        printable_text(f"look at {made.folder / PAGE}; then: imgfw organize apply {quote(str(made.folder))}")
    )
