"""What pydantic found, as problems in plain words: where, what was expected, what came, what is near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from ..errors import nearest
from .spots import Key, Problems, Spot
from .words import expected, shown


def tell(
    cls: type[BaseModel],
    table: Mapping[str, Any],
    spot: Spot,
    error: ValidationError,
    problems: Problems,
    told: set[tuple[Key, ...]],
) -> None:
    """One problem for each place at which pydantic found something."""
    schema = cls.model_json_schema()
    for found in error.errors(include_url=False, include_context=False):
        keys = real(table, found["loc"])
        if any(keys[: len(done)] == done for done in told):
            continue
        place, message = spot.at(*keys), str(found["msg"])
        if found["type"] == "missing" and isinstance(name := found["loc"][-1], str):
            if problems.hides(name):
                continue
            what, described = _described(schema, (*keys, name))
            problems.add(place, f"expected the key {named((*keys, name))}: {what}", "none", described)
            continue
        told.add(keys)
        if found["type"] == "extra_forbidden" or found["loc"][-1:] == ("[key]",):
            fields = _fields(schema, keys[:-1])
            problems.add(place, "expected a known key", shown(keys[-1]), nearest(str(keys[-1]), fields))
        elif found["type"] in ("value_error", "assertion_error"):
            what, _, got = message.partition(", ")[2].removeprefix("expected ").partition(", got ")
            problems.add(place, f"expected {what}", got or (shown(inner(table, keys)) if keys else ""))
        else:
            what, described = _described(schema, keys)
            problems.add(place, f"expected {what} for {named(keys)}", shown(inner(table, keys)), described)


def real(table: Any, loc: tuple[Key, ...]) -> tuple[Key, ...]:
    """The part of pydantic's location that is really there; the rest names members of unions."""
    keys: list[Key] = []
    for key in loc:
        if _holds(table, key):
            table = table[key]
            keys.append(key)
    return tuple(keys)


def _holds(table: Any, key: Key) -> bool:
    if isinstance(table, list):
        return isinstance(key, int) and key < len(table)
    return isinstance(table, dict) and key in table


def inner(table: Any, keys: tuple[Key, ...]) -> Any:
    """What these keys lead to."""
    for key in keys:
        table = table[key]
    return table


def _steps(schema: Mapping[str, Any], keys: tuple[Key, ...]) -> Iterator[Mapping[str, Any]]:
    """The schemas on the way to what these keys lead to, as far as there is one way."""
    here: Mapping[str, Any] = schema
    for key in (*keys, None):
        options = [option for option in here.get("anyOf", ()) if option.get("type") != "null"]
        yield here
        here = options[0] if len(options) == 1 else here
        if "$ref" in here:
            here = schema["$defs"][here["$ref"].rsplit("/", 1)[-1]]
        inside = _inside(here, key)
        if inside is None:
            return
        here = inside


def _inside(schema: Mapping[str, Any], key: Key | None) -> Mapping[str, Any] | None:
    if isinstance(key, int):
        fixed = schema.get("prefixItems", ())
        inside = fixed[key] if key < len(fixed) else schema.get("items")
    else:
        inside = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
    return inside if isinstance(inside, Mapping) else None


def _described(schema: Mapping[str, Any], keys: tuple[Key, ...]) -> tuple[str, str]:
    """What is expected there, and what it is for."""
    steps = list(_steps(schema, keys))
    described = [step["description"] for step in steps[1:] if "description" in step]
    return expected(steps[-1], schema.get("$defs", {})), described[-1].rstrip(".") if described else ""


def _fields(schema: Mapping[str, Any], keys: tuple[Key, ...]) -> list[str]:
    here = list(_steps(schema, keys))[-1]
    for option in (here, *here.get("anyOf", ())):
        found = schema.get("$defs", {}).get(option.get("$ref", "").rsplit("/", 1)[-1], option)
        if "properties" in found:
            return list(found["properties"])
        if "enum" in found.get("propertyNames", {}):
            return list(found["propertyNames"]["enum"])
    return []


def named(keys: tuple[Key, ...]) -> str:
    """The last key that is a name, in quotes."""
    return shown(next((key for key in reversed(keys) if isinstance(key, str)), "value"))
