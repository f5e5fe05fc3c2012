"""A validated recipe as plain tables with every default, who gave each value, and both as TOML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from math import isfinite
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ..printable import printable
from .spots import Key, Spot, dotted
from .words import written


def plain(record: BaseModel) -> dict[str, Any]:
    """The fields of a record as TOML has them; what is None or infinite is left out."""
    fields = type(record).model_fields
    values = {fields[name].alias or name: _plain(value) for name, value in record}
    return {name: value for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return plain(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(inner) for inner in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Path) else value


def origins(tables: Mapping[str, Any], spots: Spot) -> dict[str, str]:
    """Who gave each value: {"head.0.units": "recipes/x.toml:14" | "--set" | "candidate NAME" | "default"}."""
    found = {}
    for keys in _leaves(tables, ()):
        spot = spots.exactly(*keys)
        if spot is None and keys[0] == "head" and keys[-1] == "targets":
            spot = spots.exactly(*keys[:-1], "target")
        found[dotted(keys)] = spot.origin if spot else "default"
    return found


def _leaves(value: Any, keys: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*keys, key))
    elif _are_tables(value):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*keys, index))
    else:
        yield keys


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(inner, Mapping) for inner in value)


def as_toml(tables: Mapping[str, Any], origins: Mapping[str, str]) -> str:
    """Plain tables as TOML, with who gave each value behind it as a comment."""
    return "\n".join(_lines(tables, (), (), origins)).lstrip("\n") + "\n"


def _lines(
    table: Mapping[str, Any], header: tuple[str, ...], keys: tuple[Key, ...], origins: Mapping[str, str]
) -> Iterator[str]:
    """The values of a table, then the tables inside; below components everything is a value."""
    nests = header in ((), ("target",), ("candidate",))
    inner = {key: value for key, value in table.items() if nests and _has_header(value)}
    for key, value in table.items():
        if key not in inner:
            yield f"{dotted((key,))} = {written(value)}{_comment(value, (*keys, key), origins)}"
    for key, value in inner.items():
        name = (*header, key)
        if isinstance(value, Mapping):
            yield from () if all(map(_has_header, value.values())) else (f"\n[{dotted(name)}]",)
            yield from _lines(value, name, (*keys, key), origins)
            continue
        for index, each in enumerate(value):
            yield f"\n[[{dotted(name)}]]"
            yield from _lines(each, name, (*keys, key, index), origins)


def _has_header(value: Any) -> bool:
    return isinstance(value, Mapping) or _are_tables(value)


def _comment(value: Any, keys: tuple[Key, ...], origins: Mapping[str, str]) -> str:
    inside = (dotted(inner) for inner in _leaves(value, keys))
    told = dict.fromkeys(origins[name] for name in inside if name in origins)
    return f"  # {printable(', '.join(told))}" if told else ""
