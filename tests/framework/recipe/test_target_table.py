"""The table [target.NAME]."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from imgfw.recipe.target_table import TARGET_NAME, TargetTable


def table(**given: Any) -> TargetTable:
    """The table with these keys."""
    return TargetTable.model_validate_json(json.dumps(given))


def test_by_default_everything_is_as_the_sources_have_it() -> None:
    """No type, no labels, no cut."""
    found = table()

    assert (found.type, found.columns, found.labels, found.cut) == (None, None, (), ())


@pytest.mark.parametrize("key", ["labels", "quantiles"])
@pytest.mark.parametrize("labels", [["a"], ["a", "a"], ["", "b"]])
def test_labels_are_several_and_differ(labels: list[str], key: str) -> None:
    """One label, the same label twice and a label without a name are refused."""
    with pytest.raises(ValidationError):
        table(**{key: labels})


def test_a_number_is_cut_by_quantiles_or_at_edges() -> None:
    """The labels of the parts, whichever says them; labels alone cut nothing."""
    assert table(quantiles=["low", "high"]).cut == ("low", "high")
    assert table(labels=["low", "high"], edges=[2.5]).cut == ("low", "high")
    assert table(labels=["low", "high"]).cut == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"quantiles": ["a", "b"], "labels": ["a", "b"]}, "either quantiles, or edges with labels, got both"),
        ({"quantiles": ["a", "b"], "edges": [1]}, "either quantiles, or edges with labels, got both"),
        ({"edges": [1]}, "2 labels, one more than edges, got 0"),
        ({"edges": [1], "labels": ["a", "b", "c"]}, "2 labels, one more than edges, got 3"),
        ({"edges": [2, 1], "labels": ["a", "b", "c"]}, "numbers that rise"),
        ({"edges": [1, 1], "labels": ["a", "b", "c"]}, "numbers that rise"),
        ({"edges": ["1"], "labels": ["a", "b"]}, "valid number"),
    ],
)
def test_cuts_that_make_no_sense_are_refused(given: dict[str, Any], why: str) -> None:
    """Two ways at once, the wrong number of labels, and edges that do not rise."""
    with pytest.raises(ValidationError, match=why):
        table(**given)


@pytest.mark.parametrize("name", ["a", "face shape", "ü" * 64])
def test_names_may_be_nearly_anything(name: str) -> None:
    """But what divides names of figures and columns."""
    assert TARGET_NAME.fullmatch(name)
    for wrong in ("", "x" * 65, f"{name}/", f"{name}:x", f"{name}|", f"{name}\n"):
        assert not TARGET_NAME.fullmatch(wrong)
