"""The record of a recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from imgfw.recipe import Recipe


def test_a_recipe_has_everything_that_a_run_needs(loaded: Callable[..., Recipe], good: str) -> None:
    """Sections are components and records; the file and its text are kept."""
    recipe = loaded(good)

    assert (recipe.path, recipe.text) == (Path("r.toml"), good)
    assert (recipe.name, recipe.seed, recipe.best) == ("toy", 3, "class/share")
    assert [source.use for source in recipe.sources] == ["shelf"]
    assert [augmenter.use for augmenter in recipe.augmenters] == ["flip"]
    assert (recipe.annotators, recipe.cleaners, recipe.transforms) == ((), (), ())
    assert (recipe.backbone.use, recipe.heads[0].use) == ("net", "dense")
    assert [metric.use for metric in recipe.metrics] == ["share"]
    assert [sink.use for sink in recipe.sinks] == ["book"]
    assert recipe.augment.per_sample == 2
    assert recipe.split.test == 0.3
    assert recipe.decide.threshold == 0.5


def test_a_recipe_does_not_change(loaded: Callable[..., Recipe], good: str) -> None:
    """The record is frozen."""
    recipe = loaded(good)

    with pytest.raises(FrozenInstanceError):
        recipe.seed = 4  # type: ignore[misc]


class Sized:
    """Something that wants a side."""

    def __init__(self, side: int | None) -> None:
        self.side = side


@pytest.mark.parametrize(
    ("sides", "found"),
    [((0, 0), 320), ((224, 0), 320), ((224, 500), 640), ((2000, 0), None), ((None, 1), None)],
)
def test_one_recipe_decodes_at_one_size(loaded: Callable[..., Recipe], good: str, sides, found) -> None:
    """The largest side wanted, rounded up; full size where one wants it or none is large enough."""
    recipe = replace(loaded(good), transforms=(Sized(sides[0]),), backbone=Sized(sides[1]))  # type: ignore[arg-type]

    assert recipe.side == found


def test_a_recipe_knows_its_variants(loaded: Callable[..., Recipe], good: str) -> None:
    """Itself, its candidates, and what its refinement may come to, as far as that is known."""
    recipe = loaded(good + '[refine]\nfrom = ["toy"]\nvalues.augment.per_sample = [3, 4]\n')

    variants = list(recipe.variants)

    assert variants[:3] == [recipe, *(candidate.recipe for candidate in recipe.candidates)]
    assert [each.augment.per_sample for each in variants[3:]] == [3, 4]


def test_two_variants_are_the_same_where_all_that_may_change_is(
    loaded: Callable[..., Recipe], good: str
) -> None:
    """Whatever their candidates and refinements."""
    one, other = loaded(good), loaded(good + "[refine.values]\naugment.per_sample = [3]\n")

    assert one.variation == other.variation
    assert one.variation != one.candidates[0].recipe.variation
