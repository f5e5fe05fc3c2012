"""A recipe in a few lines: its parts, with the parameters that are not as they are by default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imgfw import CallError, Outcome, json_text

MAIN = {
    "source": ("path",),
    "backbone": ("weights", "size"),
    "head": ("units",),
    "trainer": ("epochs", "batch_size", "learning_rate"),
}
"""Parameters that are told whether they are as by default or not, by kind."""
KINDS = ("source", "annotator", "cleaner", "transform", "augmenter", "backbone", "head")
_TOLD_ELSEWHERE = ("use", "name", "target", "targets")


@dataclass(frozen=True)
class RecipePart:
    """A part of a recipe: of which kind, its name, and what is set in it, as TOML has it."""

    kind: str
    name: str
    settings: tuple[str, ...]


def recipe_parts(recipe: Mapping[str, Any], outcome: Outcome) -> Iterator[RecipePart]:
    """The parts of a recipe in the order of the line."""
    for kind in KINDS:
        given = recipe.get(kind, ())
        for table in [given] if isinstance(given, Mapping) else given:
            yield _component(kind, table, outcome)
        if kind == "transform" and recipe.get("augment", {}).get("per_sample", 1) > 1:
            yield RecipePart("augment", "", _settings(_unlike(recipe["augment"], _AUGMENT)))
    if recipe.get("train", {}).get("use") and outcome.history:  # heads may need no epochs
        yield from _training(recipe["train"], outcome)
    if told := _settings(_unlike(recipe.get("decide", {}), _DECIDE)):
        yield RecipePart("decide", "", told)


_AUGMENT = {"original": True, "per_class_at_least": 0, "most_per_sample": 50}
_DECIDE = {"threshold": 0.5, "aim": "fixed", "calibrate": False, "unknown": 0.0}


def _component(kind: str, table: Mapping[str, Any], outcome: Outcome) -> RecipePart:
    targets = table.get("targets") or ([table["target"]] if table.get("target") else [])
    of = f" for {', '.join(targets)}" if kind == "head" and targets else ""
    own = {key: value for key, value in table.items() if key not in _TOLD_ELSEWHERE}
    defaults = _defaults(kind, table["use"], outcome)
    main = MAIN.get(kind, ())
    told = {
        key: value
        for key, value in own.items()
        if (key in main and value != []) or defaults.get(key, _NONE) != value
    }
    return RecipePart(kind, f"{table['use']}{of}", _settings(told))


def _training(table: Mapping[str, Any], outcome: Outcome) -> Iterator[RecipePart]:
    phases: Sequence[Mapping[str, Any]] = table.get("phase", ())
    own = {key: value for key, value in table.items() if key != "phase"}
    yield _component("trainer", own, outcome)
    for number, phase in enumerate(phases, 1):
        yield RecipePart("phase", str(number), _settings(_unlike(phase, own)))


_NONE = object()


def _defaults(kind: str, name: str, outcome: Outcome) -> dict[str, Any]:
    """{parameter: its default, as TOML reads it}; {} where nobody provides the component any more."""
    from pydantic_core import to_jsonable_python

    try:
        fields = outcome.components.find(kind, name).model_fields
    except CallError:
        return {}
    return {
        key: to_jsonable_python(field.get_default(call_default_factory=True))
        for key, field in fields.items()
        if not field.is_required()
    }


def _unlike(table: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if usual.get(key, _NONE) != value}


def _settings(table: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{key} = {json_text(value)}" for key, value in table.items())
