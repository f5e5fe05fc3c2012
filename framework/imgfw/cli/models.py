"""`imgfw models`: the model files that components need, and how to get one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ..components import ModelFile
from ..errors import CallError, nearest
from ..modelfiles import fault_of, models_root, place_of
from ..printable import size
from ..registry import Registry
from .output import print_json, print_table

models = typer.Typer(invoke_without_command=True, add_completion=False, rich_markup_mode=None)


@models.callback()
def listed(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the model files that components need: which are here, how large, under which licence."""
    if ctx.invoked_subcommand is not None:
        return
    needed = _needed(ctx.obj.registry)
    if json:
        records = [_record(model, by) for model, by in needed.items()]
        print_json({"format": 1, "folder": str(models_root()), "models": records})
        return
    print(models_root())
    print_table(("model", "state", "size", "licence", "for"), [_row(m, by) for m, by in needed.items()])
    for model in needed:
        fault = fault_of(model, place_of(model))
        origin = model.url or "no fixed address"
        print(f"\n{model.name}: {model.description}\n  file    {model.file}{fault and f' {fault}'}")
        print(f"  sha256  {model.sha256}\n  from    {origin}")


@models.command()
def fetch(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="As `imgfw models` lists it.")],
) -> None:
    """Download a model file; it is checked by size and sha256 before it is put into its place."""
    from ..fetching import fetch as fetched

    known = _needed(ctx.obj.registry)
    found = [model for model in known if model.name == name]
    if not found:
        raise CallError(f'no model file is called "{name}" ({nearest(name, [m.name for m in known])})')
    if len(found) > 1:
        users = " and ".join(user for model in found for user in known[model])
        raise CallError(f'"{name}" means different files to {users}; give them by path in the recipe')
    place, new = fetched(found[0], ctx.obj.say)
    print(f"{place}{'' if new else ' is there already'}")


def _needed(registry: Registry) -> dict[ModelFile, list[str]]:
    """{model file: the components that need it}, by name; those of broken plugins are not known."""
    users: dict[ModelFile, list[str]] = {}
    for given in registry.built().components():
        for model in given.load().files:
            users.setdefault(model, []).append(f"{given.kind}/{given.name}")
    return dict(sorted(users.items(), key=lambda item: (item[0].name, item[0].sha256)))


def _row(model: ModelFile, users: list[str]) -> tuple[str, ...]:
    return model.name, _state(model), size(model.bytes), model.licence, ", ".join(users)


def _state(model: ModelFile) -> str:
    place = place_of(model)
    if not fault_of(model, place):
        return "present"
    return "damaged" if place.is_file() else "missing"


def _record(model: ModelFile, users: list[str]) -> dict[str, Any]:
    place = place_of(model)
    told = {"state": _state(model), "path": str(place), "fault": fault_of(model, place), "needed_by": users}
    return vars(model) | told
