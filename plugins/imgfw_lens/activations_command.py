"""`imgfw lens activations`: what every convolution layer answers to a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imgfw import CallError

from .asked import Run, Runs, To, files, looks
from .sheet import short

if TYPE_CHECKING:
    from .activations import Answers
    from .sheet import Row

_SIDE = 96


def activations(
    ctx: typer.Context,
    run: Run,
    picture: Annotated[
        Path | None, typer.Argument(help="One picture; by default a test sample of the run.")
    ] = None,
    maps: Annotated[int, typer.Option(min=1, max=64, help="So many channels a layer.")] = 8,
    to: To = Path("lens"),
    runs: Runs = Path("runs"),
) -> None:
    """Show what every convolution layer answers to a picture: its most telling channels."""
    import numpy as np

    from .activations import answers, record
    from .network import opened
    from .sheet import Cell, Row, free, sheet, write

    where, name = to.expanduser(), "activations"
    free(where, name)
    paths = files([picture], 1) if picture else None
    lens = opened(run, runs, ctx.obj.plugins)
    look = next(looks(ctx, lens, run, runs, paths, 1))
    if look is None:
        raise CallError("the picture cannot be used, so there is nothing to show")
    given = answers(lens, look.pixels)
    shown = Row([Cell(np.clip(look.pixels, 0, 255).astype(np.uint8))], "what the network sees")
    notes = [
        "A row a convolution layer, from the first to the last, with those of its channels that vary most "
        "over the picture. Bright: the channel answers strongly here; black: not at all. Above each: its "
        "number and its largest value."
    ]
    rows = [shown, *(_row(each, maps) for each in given)]
    made = sheet(f"What the layers answer to {look.name}", notes, rows, side=_SIDE)
    told = {"run": run, "picture": look.name, "layers": [record(each, maps) for each in given]}
    for written in write(where, name, made, told):
        typer.echo(str(written))


def _row(given: Answers, most: int) -> Row:
    from .heat import bright
    from .sheet import Cell, Row

    height, width, count = given.maps.shape
    cells = [
        Cell(bright(given.maps[..., channel]), f"{channel}: {short(float(given.maps[..., channel].max()))}")
        for channel in given.telling[:most]
    ]
    shown = f"{len(cells)} of {count} channels" if len(cells) < count else f"all {count} channels"
    return Row(cells, f"{given.layer}, {height} x {width} cells, {shown}")
