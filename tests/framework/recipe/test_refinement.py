"""What [refine] says, in the record and in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from imgfw.recipe import Recipe, told
from imgfw.recipe.refinement import RefineTable

Loaded = Callable[..., Recipe]


def table(search: str) -> RefineTable:
    """Two parameters of two values."""
    return RefineTable.model_validate_json(
        f'{{"search": "{search}", "values": {{"a": [1, 2], "b": [3, 4]}}}}'
    )


def test_a_greedy_search_takes_one_parameter_after_the_other() -> None:
    """Each step sets one value."""
    assert list(table("greedy").steps) == [{"a": 1}, {"a": 2}, {"b": 3}, {"b": 4}]


def test_a_grid_is_every_combination() -> None:
    """Each step sets all of them."""
    steps = list(table("grid").steps)

    assert steps == [{"a": 1, "b": 3}, {"a": 1, "b": 4}, {"a": 2, "b": 3}, {"a": 2, "b": 4}]


def test_there_must_be_something_to_try() -> None:
    """No parameter, and no value of one, are refused."""
    for values in ({}, {"a": ()}):
        with pytest.raises(ValidationError):
            RefineTable(values=values)


def test_a_change_is_told_as_toml_writes_it() -> None:
    """In the order in which values are set."""
    change = {"head.0.units": [64], "train.use": "keras"}

    assert told(change) == 'head.0.units = [64], train.use = "keras"'
    assert told({}) == "as it is"


def test_a_refinement_knows_how_many_trials_there_may_be(loaded: Loaded, good: str) -> None:
    """Values that a candidate has already are no trial of it."""
    values = '"head.0.units" = [[128], [3], [9]]\n'
    both = loaded(good + f'[refine]\nfrom = ["toy", "small"]\n[refine.values]\n{values}').refinement

    assert both is not None
    assert [both.most(name) for name in both.starts] == [2, 2]
    assert str(both) == "greedy search"


def test_a_refinement_says_how_long_its_trials_are(loaded: Loaded, good: str) -> None:
    """One epoch is no epochs."""
    text = good[: good.index("[[candidate]]")] + "[refine]\nvalues.backbone.size = [8]\nepochs = 1\n"

    assert str(loaded(text).refinement) == "greedy search, 1 epoch a trial"
    assert str(loaded(text, "refine.epochs=2").refinement) == "greedy search, 2 epochs a trial"
