"""`imgfw photos draw`: a camera roll drawn into a folder, to try organizing on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

photos = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@photos.callback()
def about() -> None:
    """Photos: draw a camera roll by code."""


@photos.command()
def draw(
    ctx: typer.Context,
    to: Annotated[
        Path,
        typer.Option(metavar="DIR", help="The folder: empty, or not there, or begun by the same command."),
    ],
    count: Annotated[int, typer.Option(min=1, max=100_000, help="How many photos.")] = 200,
    size: Annotated[int, typer.Option(min=32, max=1024, help="The longer side in pixels.")] = 480,
    seed: Annotated[int, typer.Option(min=0, help="Another seed gives another album.")] = 2025,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Draw a camera roll with what lies between photos on a phone: videos, copies, a broken file.

    Interrupted, the same command goes on where it was; in a folder with anything else in it nothing is done.
    """
    from .camera_roll_folder import draw
    from .drawn_scenes import DrawnScenes

    folder, begun = to.expanduser(), time.monotonic()
    numbers = ctx.obj.progress.track(range(count), total=count, what="photos")
    written = draw(folder, DrawnScenes(count=count, size=size, seed=seed), numbers)
    seconds = time.monotonic() - begun
    if json:
        from json import dumps

        told = {"format": 1, "path": str(folder), "photos": count, "files": written}
        typer.echo(dumps({**told, "seconds": round(seconds, 3)}, indent=2))
        return
    typer.echo(f"{folder}: {written:,} files, {count:,} of them photos, in {seconds:.1f} s")
