"""`imgfw run RECIPE`: the whole line, the scores, and where to look."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import CallError
from ..printable import printable
from .output import print_json

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
    from .terminal import terminal_progress

    outcome = run_recipe(
        recipe,
        sets=set_,
        runs=runs,
        limit=limit,
        time_limit=seconds(time_limit) if time_limit else None,
        workers=workers,
        plugins=ctx.obj.plugins,
        probe_leaks=probe_leaks,
        progress=None if ctx.obj.quiet else terminal_progress(),
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


def summary(outcome: Outcome, plugins: Sequence[Path] = ()) -> str:
    """The scores as a small table, where the run folder is, and what to try next with these plugin files."""
    lines = []
    for target, splits in outcome.scores["scores"].items():
        split = "test" if "test" in splits else next(iter(splits), "")
        figures = splits.get(split, {})
        n = max((figure["n"] for figure in figures.values()), default=0)
        lines += ["", f"{target} on {n:,} {split} samples" if figures else f"{target}: no metric scores it"]
        lines += _figures(figures)
        if target in outcome.scores["baseline"]:
            base = outcome.scores["baseline"][target]
            lines.append(
                f"  {'always ' + base['label']:<24} {base['accuracy']:.3f}   accuracy, for comparison"
            )
    if len(outcome.leaderboard) > 1:
        lines += [
            "",
            f"candidates by {outcome.leaderboard[0]['best']} on val",
            *map(_place, outcome.leaderboard),
        ]
    sinks = sorted((outcome.folder / "sinks").glob("*/*.html"))
    pages = [f"page      {page}" for page in sinks]
    lines += ["", f"run       {outcome.folder}", *pages, _next(outcome, plugins)]
    return "\n".join(map(printable, lines))


def _figures(figures: dict[str, Any]) -> list[str]:
    return [f"  {name:<24} {_with_interval(figure)}" for name, figure in figures.items()]


def _with_interval(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return str(figure["reason"])
    if figure["low"] is None:
        return f"{figure['value']:.3f}   no interval: {figure['reason']}"
    return f"{figure['value']:.3f}   {figure['low']:.3f} to {figure['high']:.3f}"


def _place(entry: Any) -> str:
    value = "-" if entry["val"] is None else f"{entry['val']:.3f}"
    return f"  {entry['candidate']:<24} {value}   {'chosen' if entry['chosen'] else ''}".rstrip()


def _next(outcome: Outcome, plugins: Sequence[Path]) -> str:
    needed = [word for file in plugins for word in ("--plugin", str(file))]
    return f"try       {shlex.join(['imgfw', 'predict', str(outcome.folder), *needed])} PICTURES..."
