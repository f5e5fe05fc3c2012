"""A plain table -> a validated record, or every problem of the table."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..errors import ComponentError, nearest
from .findings import inner, named, real, tell
from .spots import Key, Problems, Spot
from .words import shown, unfit

Record = TypeVar("Record", bound=BaseModel)


def record(
    cls: type[Record], table: Mapping[str, Any], spot: Spot, problems: Problems, *, exists: bool = True
) -> Record | None:
    """The record of a table, None where it has problems.

    Relative paths are resolved by the folder of the spot they stand at; with `exists` they must be there.
    """
    strange = list(_strange(table, ()))
    for keys, why in strange:
        problems.add(spot.at(*keys), f"expected a value that JSON has too for {named(keys)}", why)
    try:
        made = cls.model_validate_json(json.dumps(_fit(table)))
    except ValidationError as error:
        tell(cls, table, spot, error, problems, {keys for keys, _ in strange})
        return None
    if strange:
        return None
    resolved = json.loads(json.dumps(table))
    before = len(problems)
    for keys, _ in _paths(made, ()):
        if real(table, keys) != keys:
            raise ComponentError(f"{cls.__name__}: paths must stay where the recipe has them; {keys} is new")
        _put(resolved, keys, _resolved(inner(table, keys), keys, spot.at(*keys), problems, exists=exists))
    return None if len(problems) > before else cls.model_validate_json(json.dumps(resolved))


def _strange(value: Any, keys: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strange(inner, (*keys, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strange(inner, (*keys, index))
    elif why := unfit(value):
        yield keys, why


def _fit(value: Any) -> Any:
    """A value with text instead of what JSON has not, so that the rest can be validated."""
    if isinstance(value, dict):
        return {key: _fit(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fit(inner) for inner in value]
    return unfit(value) or value


def _paths(value: Any, keys: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], Path]]:
    if isinstance(value, Path):
        yield keys, value
    elif isinstance(value, BaseModel):
        for name, inner in value:
            if name in value.model_fields_set:
                yield from _paths(inner, (*keys, type(value).model_fields[name].alias or name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _paths(inner, (*keys, key))
    elif isinstance(value, (tuple, list)):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*keys, index))


def _put(table: Any, keys: tuple[Key, ...], value: str) -> None:
    for key in keys[:-1]:
        table = table[key]
    table[keys[-1]] = value


def _resolved(path: str, keys: tuple[Key, ...], spot: Spot, problems: Problems, *, exists: bool) -> str:
    """The path from the root; the working directory counts where the spot's folder is relative."""
    what = f"expected {'an existing' if exists else 'a'} path for {named(keys)}"
    try:
        full = Path(os.path.abspath(spot.folder / Path(path).expanduser()))
        if not path or (exists and not full.exists()):
            problems.add(spot, what, shown(path), _near(full) if path else "")
    except (OSError, ValueError, RuntimeError) as error:
        problems.add(spot, what, shown(path), getattr(error, "strerror", None) or str(error))
        return path
    return str(full)


def _near(missing: Path) -> str:
    """Which part of a path is missing, and what is there that is called nearly so."""
    while not missing.parent.exists():
        missing = missing.parent
    if not missing.parent.is_dir():
        return f"{missing.parent} is not a folder"
    names = [entry.name for entry in missing.parent.iterdir()]
    hint = nearest(missing.name, names)
    return f"no {missing}" + (f", {hint}" if hint.startswith("did") else "")
