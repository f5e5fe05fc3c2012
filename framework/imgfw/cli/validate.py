"""`imgfw validate RECIPE...`: every problem of every recipe, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import Problem, RecipeError
from .output import print_json


def validate(
    ctx: typer.Context,
    recipes: Annotated[list[Path], typer.Argument(help="Recipes, as TOML files.", metavar="RECIPE...")],
    set_: Annotated[
        list[str], typer.Option("--set", metavar="K=V", help="Override a value: head.0.units=[128].")
    ] = [],  # noqa: B006 - typer reads it, nobody changes it
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Tell every problem of recipes at once, with file and line; exit 2 if there is any."""
    from ..recipe import load

    told: list[tuple[Path, tuple[Problem, ...]]] = []
    for path in recipes:
        try:
            load(path, set_, ctx.obj.registry)
            told.append((path, ()))
        except RecipeError as error:
            told.append((path, error.problems))
    if json:
        found = [
            {"path": str(path), "valid": not problems, "problems": [vars(problem) for problem in problems]}
            for path, problems in told
        ]
        print_json({"format": 1, "recipes": found})
    else:
        for path, problems in told:
            print("\n".join(map(str, problems)) or f"{path}: nothing wrong")
    if any(problems for _, problems in told):
        raise typer.Exit(2)
