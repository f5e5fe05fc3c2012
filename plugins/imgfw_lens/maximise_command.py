"""`imgfw lens maximise`: what channels, units and labels answer to most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imgfw import CallError

from .asked import Run, Runs, To, Wanted
from .sheet import short

if TYPE_CHECKING:
    from .ascent import Height
    from .climbing import Climbed
    from .sheet import Row

_SIDE = 144


def maximise(
    ctx: typer.Context,
    run: Run,
    layer: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A convolution layer, or first, or last; may be repeated."),
    ] = None,
    channel: Annotated[
        list[int] | None, typer.Option(metavar="N", help="A channel of it, everywhere; may be repeated.")
    ] = None,
    unit: Annotated[
        list[int] | None,
        typer.Option(metavar="N", help="Of this channel the unit in the middle alone; may be repeated."),
    ] = None,
    target: Wanted = None,
    label: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A label; may be repeated.")] = None,
    steps: Annotated[int, typer.Option(min=1, max=10_000, help="Steps of gradient ascent.")] = 192,
    seed: Annotated[int, typer.Option(min=0, help="Another seed begins with other noise.")] = 0,
    to: To = Path("lens"),
    runs: Runs = Path("runs"),
) -> None:
    """Climb from noise to the pictures that channels, units or labels answer to most."""
    from .ascent import Climb
    from .climbing import Goals, climbed, record
    from .network import opened
    from .sheet import free, sheet, write

    where, name = to.expanduser(), "maximise"
    free(where, name)
    if (channel or unit) and not layer:
        raise CallError("--channel and --unit are of a layer; name it by --layer, or say --layer last")
    lens = opened(run, runs, ctx.obj.plugins)
    goals = Goals(tuple(layer or ()), tuple(channel or ()), tuple(unit or ()), target, tuple(label or ()))
    found = list(climbed(lens, goals, Climb(steps=steps), seed, ctx.obj.say))
    notes = [
        "Each picture began as the noise at the left and was changed, step by step, to what its channel or "
        "label answers to more. Below: how strongly it answered to the noise, and to this."
    ]
    made = sheet("What the network answers to most", notes, [_row(each) for each in found], side=_SIDE)
    told = {"run": run, "steps": steps, "seed": seed, "rows": [record(each) for each in found]}
    for written in write(where, name, made, told):
        typer.echo(str(written))


def _row(found: Climbed) -> Row:
    from .sheet import Cell, Row

    start = Cell(found.heights[0].start, "noise")
    cells = [
        Cell(height.end, name, _below(height))
        for name, height in zip(found.names, found.heights, strict=True)
    ]
    return Row([start, *cells], found.heading)


def _below(height: Height) -> str:
    """How strongly it answered to the noise and to this."""
    times = "" if height.times is None else f": {short(height.times)} x"
    return f"{short(height.began)} to {short(height.ended)}{times}"
