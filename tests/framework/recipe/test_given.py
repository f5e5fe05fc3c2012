"""What sources give, and what is to be predicted of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest

from imgfw.errors import Problem, RecipeError
from imgfw.recipe import Recipe, load
from imgfw.registry import Registry
from imgfw.targets import Target

Told = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Recipe]
REST = '\n[backbone]\nuse = "mean"\n[[head]]\nuse = "nearest"\n[[metric]]\nuse = "share"\n'
SHELF = '[[source]]\nuse = "shelf"\npath = "pictures"\n'
DRAWN = '[[source]]\nuse = "drawn"\n'


def test_without_a_target_table_the_source_decides(loaded: Loaded) -> None:
    """The one target of a source is what a head predicts."""
    recipe = loaded(SHELF + REST)

    assert dict(recipe.targets) == {"class": Target("class")}
    assert recipe.columns == {"class": ("class",)}


@pytest.mark.parametrize(
    ("table", "target", "columns"),
    [
        ("[target.class]", Target("class"), ("class",)),
        ('[target.mood]\nfrom = "class"', Target("mood"), ("class",)),
        (
            '[target.class]\nlabels = ["b", "a"]\ntype = "ordinal"',
            Target("class", "ordinal", ("b", "a")),
            ("class",),
        ),
    ],
)
def test_a_target_table_says_what_is_predicted(
    loaded: Loaded, table: str, target: Target, columns: tuple[str, ...]
) -> None:
    """A target may have another name, type or order of labels than the source gives it."""
    recipe = loaded(SHELF + table + REST)

    assert recipe.targets[target.name] == target
    assert recipe.columns[target.name] == columns


def test_weights_of_labels_are_kept_where_they_differ(loaded: Loaded) -> None:
    """Balanced or named weights belong to the recipe, the default leaves nothing."""
    balanced = loaded(DRAWN + '[target.quality]\nclass_weights = "balanced"' + REST)
    named = loaded(DRAWN + "[target.quality]\nclass_weights = { good = 2 }" + REST)

    assert balanced.weights == {"quality": "balanced"}
    assert named.weights == {"quality": {"good": 2.0}}
    assert named.tables["target"]["quality"]["class_weights"] == {"good": 2.0}
    assert loaded(DRAWN + "[target.quality]" + REST).weights == {}


def test_several_columns_make_one_target_of_many_labels(loaded: Loaded) -> None:
    """A target from several columns is multi-label, with the labels of all if they are known."""
    text = DRAWN + '[target.all]\nfrom = ["quality", "looks"]' + REST
    recipe = loaded(text.replace('"nearest"', '"dense"').replace('"share"', '"gap"'))

    assert recipe.targets["all"] == Target("all", "multi-label", ("bad", "good", "hat", "smile"))


def test_sources_are_joined(loaded: Loaded) -> None:
    """Two sources of one target give the labels of both; unknown ones stay unknown."""
    both = SHELF + 'labels = ["a", "b"]\n' + SHELF + 'labels = ["b", "c"]\n'

    assert loaded(both + REST).targets["class"].labels == ("a", "b", "c")
    assert loaded(both + SHELF + REST).targets["class"].labels == ()


@pytest.mark.parametrize(
    ("table", "where", "what"),
    [
        ('[target.x]\nfrom = "qualty"', "4:1", "a target that the sources give"),
        ("[target.qualty]", "3:1", "a target that the sources give"),
        ('[target.age]\ntype = "classes"', "4:1", 'a type that "number" can become'),
        ('[target.person]\ntype = "number"', "4:1", 'a type that "classes" can become'),
        ('[target.person]\ntype = "ordinal"', "4:1", "the labels in their order"),
        ('[target.age]\nlabels = ["a", "b"]', "3:1", "a number without labels"),
        ('[target.quality]\nlabels = ["bad", "god"]', "4:1", "the labels bad, good"),
        ('[target.x]\nfrom = ["age", "person"]', "3:1", 'type "multi-label" of labels'),
        ('[target.x]\nfrom = ["looks", "person"]\ntype = "classes"', "5:1", 'type "multi-label" of labels'),
        ("[target.x]\nfrom = []", "4:1", "text of at least 1 characters or a list"),
        ('[target.age]\nclass_weights = "balanced"', "4:1", "classes or ordinal only"),
        ("[target.quality]\nclass_weights = { god = 2.0 }", "4:19", "a label of the target"),
        ('[target.quality]\nclass_weights = "even"', "4:1", '"none" or "balanced" or a table'),
        ("[target.quality]\nclass_weights = { good = -1.0 }", "4:1", '"none" or "balanced" or a table'),
    ],
)
def test_a_target_that_cannot_be_is_told_once(told: Told, table: str, where: str, what: str) -> None:
    """Unknown columns and impossible types are told at their key, and nothing else follows from them."""
    (problem,) = told(DRAWN + table + REST)

    assert problem.where == f"r.toml:{where}"
    assert what in problem.what


def test_a_source_that_cannot_be_read_is_a_problem_at_its_table(told: Told) -> None:
    """What a source says about itself is told at its table, without guesses about its targets."""
    (problem,) = told(SHELF.replace("pictures", "r.toml") + REST)

    assert problem.where == "r.toml:1:1"
    assert "is not a folder" in problem.what


def test_sources_that_disagree_are_a_problem(folder: Path, parts: ModuleType) -> None:
    """One target cannot be a class here and a number there."""

    class Counted(parts.Drawn):  # type: ignore[name-defined, misc]
        use: Literal["counted"] = "counted"

        def gives(self) -> tuple[Target, ...]:
            return (Target("class", "number"),)

    registry = Registry.of(parts.plugin("toys", [*parts.COMPONENTS, Counted]))
    Path("r.toml").write_text(SHELF + DRAWN.replace("drawn", "counted") + REST)

    with pytest.raises(RecipeError) as caught:
        load(Path("r.toml"), (), registry)

    (problem,) = caught.value.problems
    assert problem.where == "r.toml:4:1"
    assert problem.what == 'expected the target "class" to be alike in all sources'
