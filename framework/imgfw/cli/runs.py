"""`imgfw runs`: what was run here."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import Annotated, Any

import typer

from .output import print_json, print_table


def runs(
    runs: Annotated[Path, typer.Option(help="Where run folders are.")] = Path("runs"),
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the runs, newest last: whether they finished, and their best figure on test."""
    found = [record(folder) for folder in _folders(runs)]
    if json:
        print_json({"format": 1, "runs": found})
    elif found:
        print_table(("run", "state", "best", "test", "interval"), [_row(each) for each in found])
    else:
        typer.echo(f"{runs}: no runs here; `imgfw run RECIPE` makes one", err=True)


def record(folder: Path) -> dict[str, Any]:
    """A run folder as plain data; the last stage tells how far an unfinished one came."""
    found: dict[str, Any] = {"run": str(folder), "state": "unfinished", "best": None, "score": None}
    stages = _lines(folder / "stages.jsonl")
    if not (folder / "scores.json").is_file():
        return found | {"last_stage": stages[-1]["stage"] if stages else None}
    try:
        scores = jsonlib.loads((folder / "scores.json").read_text("utf-8"))
        target, _, figure = scores["best"].partition("/")
        score = scores["scores"].get(target, {}).get("test", {}).get(figure)
        board = scores["leaderboard"]
        chosen = next((entry["candidate"] for entry in board if entry["chosen"]), None)
    except (ValueError, KeyError, AttributeError, TypeError):
        return found | {"state": "damaged"}
    seconds = round(sum(stage.get("seconds", 0) for stage in stages), 1)
    found |= {"state": "finished", "best": scores["best"], "score": score, "seconds": seconds}
    found |= {"since": scores.get("since", [])}
    return found | {"candidate": chosen, "candidates": len(board)}


def _folders(runs: Path) -> list[Path]:
    found = (folder for folder in runs.iterdir()) if runs.is_dir() else ()
    return sorted((f for f in found if (f / "recipe.toml").is_file()), key=lambda f: f.stat().st_mtime)


def _lines(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines, up to the first that is torn."""
    found: list[dict[str, Any]] = []
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        try:
            found.append(jsonlib.loads(line))
        except ValueError:
            break
    return found


def _row(found: dict[str, Any]) -> tuple[str, ...]:
    score = found["score"]
    if found["state"] == "unfinished":
        return found["run"], f"unfinished after {found['last_stage'] or 'nothing'}", "", "", ""
    if score is None or score["value"] is None:
        return found["run"], found["state"], found["best"] or "", "", ""
    state = "finished, its bundle changed since" if found["since"] else "finished"
    interval = "" if score["low"] is None else f"{score['low']:.3f} to {score['high']:.3f}"
    return found["run"], state, found["best"], f"{score['value']:.3f}", interval
