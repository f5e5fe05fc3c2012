"""Single values of a recipe's tables set to others: by `--set`, and by `[refine]`.

Where one changes the `use` of a component, the keys that the new one has as well stay; where a candidate
changes it, the component starts afresh.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import CallError
from ..printable import printable
from ..registry import Registry
from .scan import Scan, TooDeepError
from .spots import Key, Problems, Spot
from .words import shown

_PART = re.compile(r"""\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*(\.|=|$)""")
_END = 2**62
ORIGIN = "--set"
"""Who gave the values of overrides."""


def with_sets(
    tables: dict[str, Any], spots: Spot, sets: Iterable[str], problems: Problems, registry: Registry
) -> tuple[dict[str, Any], Spot]:
    """The tables with every override "KEY=VALUE" applied in turn."""
    for number, text in enumerate(sets):
        spot = Spot(ORIGIN, ORIGIN, printable(text)[:160], _END + number, Path.cwd())
        if (change := _read(text, spot, problems)) is not None:
            keys, value = change
            spot = replace(spot, where=f"--set {printable(text.partition('=')[0].strip())}")
            tables, spots = with_value(tables, spots, keys, value, spot, problems, registry)
    return tables, spots


def with_value(
    tables: dict[str, Any],
    spots: Spot,
    keys: Sequence[str],
    value: Any,
    spot: Spot,
    problems: Problems,
    registry: Registry,
) -> tuple[dict[str, Any], Spot]:
    """The tables with the value to which `keys` lead set to another, and their spots; `spot` is its own.

    With another `use`, what only the old component knew goes.
    """
    if keys[-1] == "use":
        tables, spots = _without_unknown(tables, spots, list(keys[:-1]), value, registry)
    return _put(tables, spots, list(keys), value, spot, problems)


def keys_of(text: str) -> tuple[str, ...] | None:
    """The keys in a text such as head.0.units, None where it is no such text."""
    keys, behind = _keys(f"{text}=")
    return tuple(keys) if behind == "" else None


def _keys(text: str) -> tuple[list[str], str | None]:
    """The keys before the first "=" of a text and what stands behind it, None where it has none."""
    keys, position, mark = [], 0, "."
    while mark == "." and (part := _PART.match(text, position)):
        keys.append(part[1].strip("\"'"))
        mark, position = part[2], part.end()
    return keys, text[position:] if mark == "=" else None


def _read(text: str, spot: Spot, problems: Problems) -> tuple[list[str], Any] | None:
    """The keys and the value of one override."""
    keys, behind = _keys(text)
    if behind is None:
        problems.add(spot, "expected KEY=VALUE, as in head.0.units=[128]", shown(text))
        return None
    right = behind.strip()
    try:
        Scan(f"value = {right}", lambda offset: spot, spot)
        read = tomllib.loads(f"value = {right}")
        text.encode()
    except (ValueError, TooDeepError):
        left = text[: len(text) - len(behind)]
        quoted = f"text needs quotes, as in '{left}\"{right}\"'" if _is_plain(right) else ""
        problems.add(spot, "expected a TOML value on the right side", shown(right), quoted)
        return None
    if set(read) != {"value"}:
        problems.add(spot, "expected one TOML value on the right side", shown(right))
        return None
    return keys, read["value"]


def _is_plain(text: str) -> bool:
    return bool(text) and not re.search(r"[\"'\[\]{}=\n]", text)


def _put(
    inside: Any, spots: Spot, keys: list[str], value: Any, spot: Spot, problems: Problems
) -> tuple[Any, Spot]:
    """A table or list with a value set somewhere inside, and its spots."""
    key = _step(inside, keys[0], spot, problems)
    if key is None:
        return inside, spots
    here = inside[key] if isinstance(key, int) else inside.get(key)
    old = spots.kids.get(key, spot)
    if len(keys) > 1:
        here = {} if here is None else here
        new, kid = _put(here, old, keys[1:], value, spot, problems)
    else:
        new, kid = value, spot.spread(value)
    return _with(inside, key, new), replace(spots, kids={**spots.kids, key: kid})


def _without_unknown(
    inside: Any, spots: Spot, keys: list[str], use: Any, registry: Registry, section: str = ""
) -> tuple[Any, Spot]:
    """The tables without the keys of one table, to which `keys` lead, that the component `use` does not have.

    What was itself set by an override stays, so that a key which nobody knows is told.
    """
    if keys:
        key: Key = int(keys[0]) if isinstance(inside, list) and keys[0].isdigit() else keys[0]
        if not _has(inside, key):
            return inside, spots
        name = section if isinstance(key, int) else key
        new, kid = _without_unknown(inside[key], spots.at(key), keys[1:], use, registry, name)
        return _with(inside, key, new), replace(spots, kids={**spots.kids, key: kid})
    known = _fields(section, use, registry)
    if known is None or not isinstance(inside, dict):
        return inside, spots
    kept = {key for key in inside if key in known or spots.at(key).origin == ORIGIN}
    kids = {key: spot for key, spot in spots.kids.items() if key in kept}
    return {key: value for key, value in inside.items() if key in kept}, replace(spots, kids=kids)


def _has(inside: Any, key: Key) -> bool:
    if isinstance(inside, list):
        return isinstance(key, int) and key < len(inside)
    return isinstance(inside, dict) and key in inside


def _fields(section: str, use: Any, registry: Registry) -> set[str] | None:
    """The keys that a component of a section has, None where there is no such component."""
    kind = "trainer" if section == "train" else section
    if not isinstance(use, str) or use not in registry.names(kind):
        return None
    try:
        fields = registry.find(kind, use).model_fields
    except CallError:
        return None
    return {field.alias or name for name, field in fields.items()}


def _step(inside: Any, key: str, spot: Spot, problems: Problems) -> Key | None:
    if isinstance(inside, dict):
        return key
    if not isinstance(inside, list):
        problems.add(spot, f"expected a table or list before {shown(key)}", shown(inside))
        return None
    if key.isascii() and key.isdigit() and len(key) < 10 and int(key) < len(inside):
        return int(key)
    there = f"from 0 to {len(inside) - 1}" if inside else "into a list that is not empty"
    problems.add(spot, f"expected an index {there}", shown(key), "to add one, set the whole list")
    return None


def _with(inside: Any, key: Key, value: Any) -> Any:
    if isinstance(inside, dict):
        return {**inside, key: value}
    return [value if index == key else kept for index, kept in enumerate(inside)]
