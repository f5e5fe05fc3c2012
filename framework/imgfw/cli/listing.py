"""`imgfw list [KIND]`: which components there are, and who provides them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ..errors import CallError, nearest
from ..kinds import KINDS
from ..plugins import Provided
from ..registry import Registry
from .output import print_json, print_table


def list_components(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Argument(help="Only this kind: source, backbone, head, ...")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the components: kind, name, what it is, who provides it."""
    if kind is not None and kind not in KINDS:
        raise CallError(f'there is no kind "{kind}" ({nearest(kind, list(KINDS))})')
    registry = ctx.obj.registry
    given = registry.components(kind)
    if json:
        print_json({"format": 1, "components": [_record(registry, each) for each in given]})
    else:
        print_table(("kind", "name", "what it is", "from"), [_row(registry, each) for each in given])
    for plugin in registry.broken:
        ctx.obj.say(f"broken plugin {plugin}: {plugin.reason} (imgfw plugins {plugin.name})")


def _row(registry: Registry, given: Provided) -> tuple[str, str, str, str]:
    conflict = " (in conflict)" if len(registry.claims(given.kind, given.name)) > 1 else ""
    return given.kind, given.name, given.description, given.plugin.distribution + conflict


def _record(registry: Registry, given: Provided) -> dict[str, Any]:
    kind, name, what, _ = _row(registry, given)
    return {
        "kind": kind,
        "name": name,
        "description": what,
        "plugin": given.plugin.name,
        "distribution": given.plugin.distribution,
        "version": given.plugin.version,
        "conflict": len(registry.claims(kind, name)) > 1,
    }
