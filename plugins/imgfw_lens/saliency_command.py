"""`imgfw lens saliency`: what in a picture speaks for its labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from imgfw import CallError, printable_text

from .asked import Run, Runs, To, Wanted, files, looks

if TYPE_CHECKING:
    from imgfw import Target

    from .network import Lens, Look
    from .saliency import Seen
    from .sheet import Row

_WIDE = 6
"""So many pictures stand side by side where each has few labels."""


def saliency(
    ctx: typer.Context,
    run: Run,
    pictures: Annotated[
        list[Path] | None,
        typer.Argument(help="Pictures, and folders of them; by default test samples of the run."),
    ] = None,
    target: Wanted = None,
    label: Annotated[
        str | None, typer.Option(metavar="NAME", help="The label to explain; by default what is decided.")
    ] = None,
    method: Annotated[
        Literal["grad-cam", "occlusion"],
        typer.Option(help="By gradients at the last convolution, or by covering places."),
    ] = "grad-cam",
    count: Annotated[int, typer.Option(min=1, max=200, help="So many pictures.")] = 12,
    to: To = Path("lens"),
    runs: Runs = Path("runs"),
) -> None:
    """Show what in a picture speaks for its labels, as heat over it."""
    from .network import opened
    from .saliency import record, seen
    from .sheet import flowed, free, sheet, write

    where, name = to.expanduser(), f"saliency-{method}"
    free(where, name)
    paths = files(pictures, count) if pictures else None
    lens = opened(run, runs, ctx.obj.plugins)
    asked, rows, numbers, unread = lens.target(target), [], [], 0
    for look in looks(ctx, lens, run, runs, paths, count):
        if look is None:
            unread += 1
            continue
        found = seen(lens, look, asked, label, method)
        rows.append(_row(look, asked, found))
        numbers.append(record(look, asked, found))
    if not rows:
        raise CallError("none of the pictures can be used, so there is nothing to show")
    told = {"run": run, "target": asked.name, "method": method, **_how(lens, method), "pictures": numbers}
    made = sheet(f'What speaks for the labels of "{asked.name}"', _notes(told), flowed(rows, _WIDE))
    for written in write(where, name, made, told):
        typer.echo(str(written))
    if unread:
        raise typer.Exit(3)


def _how(lens: Lens, method: str) -> dict[str, Any]:
    from .grad_cam import last_map
    from .occlusion import SHARE

    if method == "occlusion":
        return {"square": max(2, min(lens.size) // SHARE), "size": list(lens.size)}
    layer = last_map(lens)
    shape = lens.network.backbone.get_layer(layer).output.shape
    return {"layer": layer, "cells": [int(shape[1]), int(shape[2])], "size": list(lens.size)}


def _notes(told: dict[str, Any]) -> list[str]:
    scale = "Yellow is the strongest place of each picture, grey counts for nothing."
    if told["method"] == "occlusion":
        side = told["square"]
        return [
            f"Warm: covering this place with a square of {side} pixels makes the label less likely. {scale}"
        ]
    cells = " x ".join(map(str, told["cells"]))
    return [
        f"Warm: what the network sees here speaks for the label (Grad-CAM at layer {told['layer']}, {cells} "
        f"cells). {scale}"
    ]


def _row(look: Look, target: Target, found: Sequence[Seen]) -> Row:
    """The picture as the network sees it, then the heat of each label."""
    import numpy as np

    from .heat import over
    from .saliency import name_of
    from .sheet import Cell, Row

    cells = [Cell(np.clip(look.pixels, 0, 255).astype(np.uint8), look.name)]
    for each in found:
        value = float(look.probabilities[target.name][each.label])
        sure = f"{value:.3g}" if target.type == "number" else f"{value:.0%}"
        decided = "" if each.label in look.decided[target.name] else ", not decided"
        nothing = "" if each.heat.max() > 0 else "; nothing speaks for it"
        name = printable_text(name_of(target, each.label))
        cells.append(Cell(over(look.pixels, each.heat), f"{name}  {sure}", (decided + nothing).lstrip(",; ")))
    return Row(cells)
