"""Which column says how much each sample counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from imgfw.errors import Problem
from imgfw.recipe import Recipe, resolved_toml

Told = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Recipe]
REST = '\n[backbone]\nuse = "mean"\n[[head]]\nuse = "nearest"\n[[metric]]\nuse = "share"\n'
DRAWN = '[[source]]\nuse = "drawn"\n'


def test_a_column_of_weights_is_asked_of_the_sources(loaded: Loaded) -> None:
    """Beside those of the target, and the resolved recipe says so again."""
    recipe = loaded(DRAWN + '[target.quality]\nsample_weights = "age"' + REST)

    assert recipe.columns == {"quality": ("quality",), "quality:weight": ("age",)}
    assert loaded(resolved_toml(recipe)).columns == recipe.columns
    assert recipe.tables["target"]["quality"]["sample_weights"] == "age"


@pytest.mark.parametrize(
    ("column", "said"),
    [("agee", 'that the sources give, got "agee" (did you mean "age"'), ("looks", "of type multi-label")],
)
def test_a_column_that_is_none_or_no_number_is_told(told: Told, column: str, said: str) -> None:
    """At its place."""
    (problem,) = told(DRAWN + f'[target.quality]\nsample_weights = "{column}"' + REST)

    assert said in str(problem) and ":4:" in str(problem)
