"""What is expected and what came, in plain words."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.recipe.words import expected, shown, unfit, written

VALUES = st.recursive(
    st.one_of(st.integers(-(2**62), 2**62), st.booleans(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)


@given(VALUES)
def test_written_values_are_toml(value: Any) -> None:
    """tomllib reads back every value that is written."""
    assert tomllib.loads(f"x = {written(value)}") == {"x": value}


@given(VALUES)
def test_shown_values_are_short_and_stay_on_their_line(value: Any) -> None:
    """Whatever came, it is shown on one line of at most 60 characters."""
    text = shown(value)

    assert len(text) <= 60
    assert text.isprintable()


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "number", "minimum": 0, "maximum": 1}, "a number from 0 to 1"),
        ({"type": "integer", "minimum": 1}, "a whole number of 1 or more"),
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 5}, "a number above 0 and of 5 or less"),
        ({"type": "number", "exclusiveMaximum": 1}, "a number below 1"),
        ({"type": "boolean"}, "true or false"),
        ({"type": "string", "format": "path"}, "text naming a path"),
        ({"type": "string", "pattern": "^a+$"}, "text like ^a+$"),
        ({"type": "string", "minLength": 1, "maxLength": 9}, "text of at least 1 and at most 9 characters"),
        ({"enum": ["a", "b"]}, '"a" or "b"'),
        ({"const": "all"}, '"all"'),
        ({"anyOf": [{"type": "integer"}, {"const": "all"}, {"type": "null"}]}, 'a whole number or "all"'),
        (
            {"type": "array", "items": {"type": "integer"}, "minItems": 2},
            "a list of 2 or more, each a whole number",
        ),
        (
            {"type": "array", "prefixItems": [{"type": "string"}, {"type": "number"}]},
            "a list of text, a number",
        ),
        ({"$ref": "#/$defs/Phase"}, "a table"),
        ({}, "a value"),
    ],
)
def test_schemas_are_told_in_plain_words(schema: dict[str, Any], words: str) -> None:
    """Types, bounds and choices of a schema become words."""
    assert expected(schema, {"Phase": {"type": "object"}}) == words


@pytest.mark.parametrize("value", [date(2026, 1, 2), float("inf"), float("nan"), 2**63, -(2**70)])
def test_what_json_has_not_is_unfit(value: object) -> None:
    """Dates, infinite numbers and numbers beyond 64 bits have no place in a recipe."""
    assert unfit(value)


@pytest.mark.parametrize("value", [0, -(2**62), 1.5, "2026-01-02", True, []])
def test_what_json_has_is_fit(value: object) -> None:
    """Everything else has."""
    assert not unfit(value)
