"""`imgfw validate RECIPE...`: every problem of every recipe, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import Problem, RecipeError
from .output import print_json

if TYPE_CHECKING:
    from ..recipe import Recipe


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

    told: list[tuple[Path, Recipe | None, tuple[Problem, ...]]] = []
    for path in recipes:
        try:
            told.append((path, load(path, set_, ctx.obj.registry), ()))
        except RecipeError as error:
            told.append((path, None, error.problems))
    if json:
        print_json({"format": 1, "recipes": [_plain(*each) for each in told]})
    else:
        for path, recipe, problems in told:
            print("\n".join(map(str, problems)) or f"{path}: nothing wrong{_count(recipe)}")
    if any(problems for *_, problems in told):
        raise typer.Exit(2)


def _plain(path: Path, recipe: Recipe | None, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """One recipe as JSON has it: `candidates` with the recipe itself, `trials` of its refinement at most."""
    found = {"path": str(path), "valid": recipe is not None, "problems": [vars(each) for each in problems]}
    if recipe is not None:
        found |= {"candidates": 1 + len(recipe.candidates), "trials": _trials(recipe)}
    return found


def _trials(recipe: Recipe) -> int:
    """How many trials there may be, with that of what is refined, as it is; 0 without a refinement."""
    refinement = recipe.refinement
    return 0 if refinement is None else 1 + max(map(refinement.most, refinement.starts))


def _count(recipe: Recipe | None) -> str:
    """What will compete, where that is more than the recipe as it stands."""
    if recipe is None or not (recipe.candidates or recipe.refinement):
        return ""
    count = 1 + len(recipe.candidates)
    told = f"; {count:,} candidate{'s' if count > 1 else ''}"
    if recipe.refinement is None:
        return told
    starts = recipe.refinement.starts
    whose = "" if count == 1 else f" {starts[0]}" if len(starts) == 1 else " the best"
    whose += f" of {', '.join(starts)}" if 1 < len(starts) < count else ""
    return f"{told},{whose} refined in up to {_trials(recipe):,} trials ({recipe.refinement})"
