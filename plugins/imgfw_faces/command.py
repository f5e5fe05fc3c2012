"""`imgfw faces`: draw selfies into a folder, as pictures to try things on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from .layouts import Layout

faces = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@faces.callback()
def about() -> None:
    """Faces: draw selfies by code."""


@faces.command()
def draw(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option(metavar="DIR", help="The folder to make; empty, or not there.")],
    layout: Annotated[
        Layout,
        typer.Option(
            help="selfie-dataset: a table of attributes and popularity beside the pictures; "
            "folders: good and bad ones; people: a folder a person."
        ),
    ] = "selfie-dataset",
    count: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many pictures.")] = 1280,
    people: Annotated[
        int | None, typer.Option(min=1, max=100_000, help="How many people take turns; by default count / 8.")
    ] = None,
    size: Annotated[int, typer.Option(min=32, max=1024, help="Width and height in pixels.")] = 128,
    seed: Annotated[int, typer.Option(min=0, help="Another seed gives other people and pictures.")] = 7,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Draw selfies with known labels; interrupted, the same command continues."""
    from .drawing import draw_into
    from .source import DrawnSelfies

    folder = to.expanduser()
    source = DrawnSelfies(count=count, people=people or max(1, count // 8), size=size, seed=seed)
    begun = time.monotonic()
    new = draw_into(
        folder,
        source,
        layout,
        lambda samples: ctx.obj.progress.track(samples, total=len(samples), what="pictures"),
    )
    seconds = time.monotonic() - begun
    if json:
        from json import dumps

        told = {"format": 1, "path": str(folder), "layout": layout, "pictures": count, "drawn": new}
        typer.echo(dumps({**told, "seconds": round(seconds, 3)}, indent=2))
        return
    typer.echo(
        f"{folder}: {count:,} pictures, {new:,} drawn in {seconds:.1f} s, {new / seconds:.0f} a second"
    )
