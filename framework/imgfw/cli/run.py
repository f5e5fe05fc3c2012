"""`imgfw run RECIPE`: the whole line, the scores, and where to look."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import CallError
from ..printable import printable
from .output import print_json
from .summary import summary

if TYPE_CHECKING:
    from ..outcome import Outcome

UNITS = {"s": 1, "m": 60, "h": 3600}


def run(
    ctx: typer.Context,
    recipe: Annotated[Path, typer.Argument(help="A recipe, as a TOML file.")],
    set_: Annotated[
        list[str], typer.Option("--set", metavar="K=V", help="Override a value: head.0.units=[128].")
    ] = [],  # noqa: B006 - typer reads it, nobody changes it
    runs: Annotated[Path, typer.Option(help="Where run folders are made.")] = Path("runs"),
    limit: Annotated[int | None, typer.Option(min=1, help="Use at most this many samples.")] = None,
    time_limit: Annotated[
        str, typer.Option(metavar="T", help="Begin no epoch of training after this time: 90s, 10m, 2h.")
    ] = "",
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Threads that decode and encode; one a core by default."),
    ] = None,
    probe_leaks: Annotated[
        bool,
        typer.Option("--probe-leaks", help="Do it once more on shuffled labels, which nothing may predict."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the scores as one JSON document.")] = False,
) -> None:
    """Do what a recipe says, from pictures to a saved and scored model."""
    from ..line.run import run as run_recipe

    outcome = run_recipe(
        recipe,
        sets=set_,
        runs=runs,
        limit=limit,
        time_limit=seconds(time_limit) if time_limit else None,
        workers=workers,
        plugins=ctx.obj.plugins,
        probe_leaks=probe_leaks,
        progress=ctx.obj.progress,
    )
    left_out = [sample for sample in outcome.samples if sample.left_out]
    if json:
        print_json(document(outcome))
    else:
        typer.echo(summary(outcome, ctx.obj.plugins))
    for sample in left_out[:20]:
        typer.echo(printable(f"left out: {sample.uri}: {sample.left_out}"), err=True)
    if len(left_out) > 20:
        typer.echo(f"left out: {len(left_out) - 20:,} more, all in samples.csv", err=True)
    for name, reason in outcome.unwritten.items():
        typer.echo(f"sink {name} failed: {reason}; the run itself is done and kept", err=True)
    if outcome.unwritten:
        raise typer.Exit(1)
    if left_out:
        raise typer.Exit(3)


def seconds(text: str) -> float:
    """The seconds in a text such as 90s, 10m or 2h. Raises CallError for anything else."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", text)
    if not found:
        raise CallError(f"--time-limit: expected a time such as 90s, 10m or 2h, got {text!r}")
    return float(found[1]) * UNITS[found[2] or "s"]


def document(outcome: Outcome) -> dict[str, Any]:
    """What `--json` prints: scores.json, and where everything is."""
    left_out = {sample.uri: sample.left_out for sample in outcome.samples if sample.left_out}
    return {
        **outcome.scores,
        "run": str(outcome.folder),
        "left_out": left_out,
        "unwritten": dict(outcome.unwritten),
    }
