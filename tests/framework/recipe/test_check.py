"""What spans the tables of a recipe, for the recipe itself and for its variants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from imgfw.errors import Problem
from imgfw.recipe import Recipe
from imgfw.recipe.check import safe_name

Told = Callable[..., tuple[Problem, ...]]


def test_a_variant_is_judged_by_what_judges_the_recipe(loaded: Callable[..., Recipe], good: str) -> None:
    """All of them by one figure."""
    recipe = loaded(good + '[refine.values]\n"augment.per_sample" = [3]\n')

    assert {each.best for each in recipe.variants} == {"class/share"}
    assert len(list(recipe.variants)) == 6


@pytest.mark.parametrize(
    ("stem", "name"), [("my recipe (2)", "my-recipe-2"), ("...", "recipe"), ("ä", "recipe")]
)
def test_the_name_of_a_file_is_made_safe(stem: str, name: str) -> None:
    """So that run folders can be called by it everywhere."""
    assert safe_name(stem) == name
    assert Path(safe_name(stem)).name == name
