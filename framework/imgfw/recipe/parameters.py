"""The parameters of a component in plain words, and an example of it as TOML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..components import Component
from .tables import LISTS
from .words import expected, written


@dataclass(frozen=True)
class Parameter:
    """One parameter: what it may be, its default as plain data (None where there is none), what it means."""

    name: str
    type: str
    default: Any
    needed: bool
    meaning: str


def parameters(cls: type[Component]) -> tuple[Parameter, ...]:
    """The parameters of a component, in its own order; those of its kind (a head's target, ...) come last."""
    schema = cls.model_json_schema()
    found = [
        Parameter(
            name,
            expected(given, schema.get("$defs", {})),
            given.get("default"),
            name in schema.get("required", ()),
            given.get("description", ""),
        )
        for name, given in schema["properties"].items()
        if name != "use"
    ]
    return tuple(sorted(found, key=lambda each: each.name in _of_kind(cls)))


def example(cls: type[Component]) -> str:
    """The component with its defaults as TOML, ready to paste; what is needed comes first."""
    section = "train" if cls.kind == "trainer" else cls.kind
    lines = [
        f"[[{section}]]" if section in LISTS else f"[{section}]",
        f"use = {written(cls.component_name())}",
    ]
    own = [each for each in parameters(cls) if each.name not in _of_kind(cls)]
    needed = [f"{each.name} = {_sample(each)}" for each in own if each.needed]
    return "\n".join(
        lines + needed + [f"{e.name} = {written(e.default)}" for e in own if e.default is not None]
    )


def _of_kind(cls: type[Component]) -> set[str]:
    return {name for base in cls.__mro__[1:] for name in getattr(base, "model_fields", {})}


def _sample(given: Parameter) -> str:
    return '"..."' if "text" in given.type else f'"..."  # {given.type}'
