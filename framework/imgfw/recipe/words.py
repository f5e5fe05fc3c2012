"""What is expected and what came, in plain words; and values written as TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from math import isfinite
from typing import Any

from ..printable import printable
from .spots import dotted


def written(value: Any) -> str:
    """A plain value as TOML writes it, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {written(inner)}" for key, inner in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(written, value))}]"
    return value.isoformat() if isinstance(value, (date, datetime, time)) else repr(value)


def _key(key: str) -> str:
    bare = dotted((key,))
    return bare if bare == key else written(key)


def shown(value: Any) -> str:
    """A value as a problem shows it: short and printable."""
    text = printable(written(value))
    return text if len(text) <= 60 else f"{text[:57]}..."


def unfit(value: Any) -> str:
    """Why TOML's value has no place in a recipe, "" where it has."""
    if isinstance(value, (date, datetime, time)):
        return "a date or time"
    if isinstance(value, float) and not isfinite(value):
        return shown(value)
    if isinstance(value, int) and abs(value) >= 2**63:
        return "a whole number beyond 64 bits"
    return ""


def expected(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    """What a JSON Schema accepts, in plain words."""
    if "$ref" in schema:
        return expected(defs.get(schema["$ref"].rsplit("/", 1)[-1], {}), defs)
    if "const" in schema:
        return shown(schema["const"])
    if "enum" in schema:
        return " or ".join(shown(choice) for choice in schema["enum"])
    options = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if options:
        words = [expected(option, defs) for option in options if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(words))
    kind = schema.get("type", "")
    if kind == "array":
        return _list(schema, defs)
    return _PLAIN.get(kind, "a value") + _bounds(schema) + _text(schema)


_PLAIN = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "string": "text",
    "object": "a table",
}


def _list(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    if "prefixItems" in schema:
        return f"a list of {', '.join(expected(item, defs) for item in schema['prefixItems'])}"
    least, most = schema.get("minItems"), schema.get("maxItems")
    count = f" of {least} or more" if least else ""
    count += f", at most {most}" if most is not None else ""
    items = schema.get("items")
    return f"a list{count}, each {expected(items, defs)}" if items else f"a list{count}"


def _bounds(schema: Mapping[str, Any]) -> str:
    low, above = schema.get("minimum"), schema.get("exclusiveMinimum")
    high, below = schema.get("maximum"), schema.get("exclusiveMaximum")
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    words = [f"above {above:g}"] if above is not None else []
    words += [f"of {low:g} or more"] if low is not None else []
    words += [f"of {high:g} or less"] if high is not None else []
    words += [f"below {below:g}"] if below is not None else []
    return " " + " and ".join(words) if words else ""


def _text(schema: Mapping[str, Any]) -> str:
    if schema.get("format") == "path":
        return " naming a path"
    if "pattern" in schema:
        return f" like {schema['pattern']}"
    least, most = schema.get("minLength"), schema.get("maxLength")
    words = [f"at least {least}"] if least else []
    words += [f"at most {most}"] if most is not None else []
    return f" of {' and '.join(words)} characters" if words else ""


def as_number(column: str) -> str:
    """How a column whose cells are taken for labels becomes a number."""
    return f'a table gives its column as a number by types = {{ "{column}" = "number" }}'
