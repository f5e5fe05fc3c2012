"""`imgfw show KIND/NAME`: the parameters of a component, and an example to paste."""

from __future__ import annotations

import inspect
import json as jsonlib
from typing import Annotated, Any

import typer

from ..components import Component
from ..errors import CallError, nearest
from ..printable import size
from ..recipe.parameters import Parameter, example, parameters
from ..registry import Registry
from .output import print_json, print_table


def show(
    ctx: typer.Context,
    component: Annotated[str, typer.Argument(metavar="KIND/NAME", help="As in backbone/mobilenet-v2.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Tell what a component does: parameters with type, default, bounds and meaning, and an example."""
    cls = _found(ctx.obj.registry, component)
    if json:
        print_json(_record(cls))
        return
    print(f"{cls.kind}/{cls.component_name()}\n\n{inspect.cleandoc(cls.__doc__ or '')}\n")
    given = parameters(cls)
    if given:
        print_table(("parameter", "type", "default", "meaning"), [_row(each) for each in given])
        print()
    for name, value in _facts(cls).items():
        print(f"{name}: {value}")
    print(f"\n{example(cls)}")


def _found(registry: Registry, component: str) -> type[Component]:
    kind, slash, name = component.partition("/")
    if slash:
        return registry.find(kind, name)
    kinds = [given.kind for given in registry.components() if given.name == component]
    if not kinds:
        names = [given.name for given in registry.components()]
        raise CallError(f'no component is called "{component}" ({nearest(component, names)})')
    if len(set(kinds)) > 1:
        raise CallError(f"expected KIND/NAME: {' or '.join(f'{kind}/{component}' for kind in kinds)}")
    return registry.find(kinds[0], component)


def _row(given: Parameter) -> tuple[str, str, str, str]:
    default = "(needed)" if given.needed else jsonlib.dumps(given.default, ensure_ascii=False)
    return given.name, given.type, default, given.meaning


def _facts(cls: type[Component]) -> dict[str, str]:
    facts = {
        name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in cls.facts.items()
    }
    if cls.needs:
        facts["needs"] = ", ".join(sorted(cls.needs))
    if cls.extra:
        facts["extra"] = f"pip install 'imgfw[{cls.extra}]'"
    for file in cls.files:
        facts[f"model file {file.name}"] = f"{size(file.bytes)}, {file.licence}; see `imgfw models`"
    return facts


def _record(cls: type[Component]) -> dict[str, Any]:
    return {
        "format": 1,
        "kind": cls.kind,
        "name": cls.component_name(),
        "description": inspect.cleandoc(cls.__doc__ or ""),
        "revision": cls.revision,
        "needs": sorted(cls.needs),
        "extra": cls.extra,
        "facts": dict(cls.facts),
        "files": [vars(file) for file in cls.files],
        "parameters": [vars(given) for given in parameters(cls)],
        "example": example(cls),
    }
