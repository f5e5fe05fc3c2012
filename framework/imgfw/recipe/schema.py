"""The JSON Schema of recipes, for editors and for programs that write them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from ..errors import CallError
from ..registry import Registry
from .candidates import MOST
from .decide_table import DecideTable
from .refinement import RefineTable
from .tables import (
    CHANGEABLE,
    LISTS,
    REQUIRED,
    SECTIONS,
    AugmentTable,
    CandidateTable,
    GroupTable,
    Settings,
    SplitTable,
)
from .target_table import TARGET_NAME, TargetTable

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PART = "part-of-"


def schema(registry: Registry) -> Schema:
    """What a recipe may hold with the plugins of this registry, as JSON Schema 2020-12.

    It accepts every recipe whose tables are right each for itself; what spans tables it does not know.
    """
    defs: dict[str, Schema] = {}
    sections = {
        **_own(Settings, defs)["properties"],
        "group": _own(GroupTable, defs),
        "split": _own(SplitTable, defs),
        "augment": _own(AugmentTable, defs),
        "decide": _own(DecideTable, defs),
        "target": _targets(defs),
        "backbone": {"anyOf": _components("backbone", registry, defs)},
        "train": {"anyOf": _components("trainer", registry, defs)},
        **{section: _list(_components(section, registry, defs), section) for section in LISTS},
    }
    changes = {section: _loose(sections[section]) for section in CHANGEABLE}
    defs |= {f"{_PART}{key}": _loose(value) for key, value in defs.items()}
    candidate = _own(CandidateTable, defs)
    candidate["properties"] |= changes
    sections["candidate"] = {"type": "array", "maxItems": MOST, "items": candidate}
    sections["refine"] = _refine(defs)
    return {
        "$schema": DRAFT,
        "title": "imgfw recipe",
        "description": "One image-classification job. Section = kind, `use` = name, the rest = parameters.",
        "type": "object",
        "required": list(REQUIRED),
        "additionalProperties": False,
        "properties": {section: sections[section] for section in SECTIONS},
        "$defs": defs,
    }


def _own(cls: type[BaseModel], defs: dict[str, Schema], key: str = "") -> Schema:
    """The schema of one record; what it refers to goes to `defs`, under names that begin with its own."""
    key = key or cls.__name__
    found = cls.model_json_schema(ref_template=f"#/$defs/{key}.{{model}}")
    defs |= {f"{key}.{name}": _without_null(inner) for name, inner in found.pop("$defs", {}).items()}
    return dict(_without_null(found))


def _targets(defs: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": "What is to be predicted, by name.",
        "propertyNames": {"pattern": f"^{TARGET_NAME.pattern}$"},
        "additionalProperties": _own(TargetTable, defs),
    }


def _refine(defs: dict[str, Schema]) -> Schema:
    """The table [refine]; keys of its values may be dotted or, as without quotes in TOML, nested."""
    found = _own(RefineTable, defs)
    values = found["properties"]["values"]
    within = {"$ref": "#/$defs/RefineTable.within"}
    defs["RefineTable.within"] = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"anyOf": [values.pop("additionalProperties"), within]},
    }
    found["properties"]["values"] = {**within, "description": values["description"]}
    return found


def _list(choices: list[Any], section: str) -> Schema:
    least = {"minItems": 1} if section in REQUIRED else {}
    return {"type": "array", **least, "items": {"anyOf": choices}}


def _components(kind: str, registry: Registry, defs: dict[str, Schema]) -> list[Any]:
    """References to the schemas of all components of a kind; one that cannot be used has none."""
    choices: list[Any] = []
    for name in registry.names(kind):
        try:
            cls = registry.find(kind, name)
        except CallError:
            continue
        key = f"{kind}-{name}"
        found = _own(cls, defs, key)
        found["properties"]["use"] = {"const": name, "description": found.get("description", "")}
        if kind != "trainer":
            found["required"] = ["use", *(each for each in found.get("required", ()) if each != "use")]
        defs[key] = found
        choices.append({"$ref": f"#/$defs/{key}"})
    return choices or [False]


def _without_null(value: Any) -> Any:
    """A schema without null, which TOML has not."""
    if isinstance(value, list):
        return [_without_null(inner) for inner in value if inner != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    found = {k: _without_null(inner) for k, inner in value.items() if (k, inner) != ("default", None)}
    only = found.pop("anyOf") if len(found.get("anyOf", ())) == 1 else [{}]
    return {**only[0], **found}


def _loose(value: Any, *, named: bool = False) -> Any:
    """A schema of a part: nothing is required. `named` where the keys are names of its own choice."""
    if isinstance(value, list):
        return [_loose(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, inner in value.items():
        if key == "$ref" and not named:
            found[key] = inner.replace("#/$defs/", f"#/$defs/{_PART}")
        elif key != "required" or named:
            found[key] = _loose(inner, named=key == "properties" and not named)
    return found
