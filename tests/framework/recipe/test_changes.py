"""Recipes with other values, as [refine] comes to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from imgfw.errors import RecipeError
from imgfw.recipe import Recipe, Refinement
from imgfw.recipe.changes import same

Loaded = Callable[..., Recipe]
REFINE = """
[refine]
from = ["toy", "small"]
epochs = 1

[refine.values]
"head.0.units" = [[64], [3]]
"backbone.size" = [32]
"head.0.use" = ["nearest"]
"""


@pytest.fixture
def refinement(loaded: Loaded, good: str) -> Refinement:
    """Three parameters of two candidates."""
    found = loaded(good + REFINE).refinement
    assert found is not None
    return found


def test_a_change_sets_values_in_a_candidate(refinement: Refinement) -> None:
    """Everything else stays as it is there, and each value knows who gave it."""
    recipe = refinement.changed("small", {"head.0.units": [64]}, short=False)

    assert recipe.tables["head"][0]["units"] == [64]
    assert recipe.tables["backbone"]["size"] == 32
    assert recipe.origins["head.0.units"] == "refine"
    assert recipe.origins["backbone.size"] == "candidate small"


def test_a_trial_is_short_in_every_phase(refinement: Refinement) -> None:
    """With the epochs of [refine] at most, and with its changes all the same."""
    change = {"head.0.units": [64]}
    short, full = (refinement.changed("toy", change, short=short) for short in (True, False))

    assert short.tables["head"][0]["units"] == [64]
    assert short.tables["train"]["epochs"] == 1
    assert [phase["epochs"] for phase in short.tables["train"]["phase"]] == [1, 1]
    assert [phase["epochs"] for phase in full.tables["train"]["phase"]] == [2, 3]
    assert short.tables["train"]["phase"][1]["rate"] == 0.5


def test_another_component_keeps_what_it_knows(refinement: Refinement) -> None:
    """As with --set; what only the old one knew goes."""
    recipe = refinement.changed("toy", {"head.0.units": [64], "head.0.use": "nearest"}, short=False)

    assert recipe.heads[0].use == "nearest" and "units" not in recipe.tables["head"][0]


def test_values_that_make_no_recipe_are_refused(refinement: Refinement) -> None:
    """Whatever was kept before may keep a later value from meaning anything."""
    with pytest.raises(RecipeError, match="known key"):
        refinement.changed("toy", {"head.0.use": "nearest", "head.0.units": [64]}, short=True)


def test_what_is_as_it_was_is_not_tried(refinement: Refinement) -> None:
    """The recipes that are known beforehand differ from their candidate, and from each other."""
    assert {name: len(found) for name, found in refinement.checked.items()} == {"toy": 4, "small": 2}


def test_true_is_not_one() -> None:
    """Nor is 1 the same as 1.0, which TOML tells apart."""
    assert same([1], [1]) and same((1,), [1])
    assert not same(True, 1) and not same(1, 1.0)
