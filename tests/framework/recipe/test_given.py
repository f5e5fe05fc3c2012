"""What sources give, and what is to be predicted of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest

from imgfw.errors import Problem, RecipeError
from imgfw.recipe import Recipe, load, resolved_toml
from imgfw.registry import Registry
from imgfw.tables import COLUMNS
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


def test_labels_that_are_to_be_a_number_come_with_the_way(told: Told) -> None:
    """A table's column of whole numbers may be taken for labels."""
    (problem,) = told(DRAWN + '[target.person]\ntype = "number"' + REST)

    assert problem.hint == 'a table gives its column as a number by types = { "person" = "number" }'


@pytest.fixture
def named(folder: Path, parts: ModuleType) -> Callable[..., tuple[Problem, ...]]:
    """named(target, text) -> the problems of a recipe whose second source gives a target of that name."""

    def problems_of(target: object, text: str = "") -> tuple[Problem, ...]:
        class Odd(parts.Drawn):  # type: ignore[name-defined, misc]
            use: Literal["odd"] = "odd"

            def gives(self) -> tuple[Target, ...]:
                return (Target(target, "classes", ("a", "b")),)  # type: ignore[arg-type]

        registry = Registry.of(parts.plugin("toys", [*parts.COMPONENTS, Odd]))
        head = text or f"\n[[head]]\nuse = 'nearest'\ntarget = {json.dumps(str(target))}\n"
        rest = '[backbone]\nuse = "mean"\n[[metric]]\nuse = "share"\n'
        Path("r.toml").write_text(DRAWN + DRAWN.replace("drawn", "odd") + head + rest)
        try:
            load(Path("r.toml"), (), registry)
        except RecipeError as error:
            return error.problems
        return ()

    return problems_of


@pytest.mark.parametrize("name", ["a/b", "a:b", "a|b", "x" * 65, "a\nb"])
def test_a_source_may_not_name_what_figures_and_files_cannot(named, name: str) -> None:
    """A target of an impossible name is told at its source, with the way out."""
    (problem,) = named(name)

    assert problem.where == "r.toml:3:1"
    assert "without / : |" in problem.what
    assert "[target.NAME] with from = " in problem.hint


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_target_is_not_called_like_a_column(named, name: str) -> None:
    """It would be told twice in one table; at a source and at a table of one's own."""
    (problem,) = named(name)
    (own,) = named("x", f"[target.{name}]\nfrom = 'x'\n[[head]]\nuse = 'nearest'\ntarget = '{name}'\n")

    assert (problem.where, own.where) == ("r.toml:3:1", "r.toml:5:1")
    assert "a column of samples.csv or predictions.csv" in problem.what == own.what
    assert (problem.hint != "", own.hint) == (True, "")


def test_an_odd_name_may_be_given_another(named) -> None:
    """And one that nobody predicts is nobody's business."""
    renamed = "[target.mood]\nfrom = 'a/b'\n[[head]]\nuse = 'nearest'\ntarget = 'mood'\n"

    assert named("a/b", renamed) == ()
    assert named("a/b", "[[head]]\nuse = 'nearest'\ntarget = 'person'\n") == ()


@pytest.mark.parametrize("name", ["", 3, None])
def test_what_is_no_name_is_the_plugins_fault(named, name: object) -> None:
    """The problem names the source and what it gave."""
    (problem,) = named(name, "[[head]]\nuse = 'nearest'\ntarget = 'person'\n")

    assert "source/odd: gives(), target" in problem.what and "fault of its plugin" in problem.what


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


CUT = DRAWN + '[target.grade]\nfrom = "age"\n{}\n[backbone]\nuse = "mean"\n[[head]]\nuse = "nearest"\n'
CUT += '[[metric]]\nuse = "share"\n'


@pytest.mark.parametrize(
    ("keys", "edges"),
    [
        ('quantiles = ["young", "old"]', ()),
        ('type = "ordinal"\nquantiles = ["young", "old"]', ()),
        ('labels = ["young", "old"]\nedges = [40]', (40.0,)),
        ('labels = ["young", "old"]\nedges = [40.5]\nclass_weights = { old = 2 }', (40.5,)),
    ],
)
def test_a_number_is_cut_into_labels_in_order(loaded: Loaded, keys: str, edges: tuple[float, ...]) -> None:
    """Heads and metrics see an ordinal target, samples have a number until they are cut; and what is
    resolved says the same again."""
    recipe = loaded(CUT.format(keys))

    target = Target("grade", "ordinal", ("young", "old"), edges)
    assert recipe.targets == recipe.cuts == {"grade": target}
    assert recipe.uncut == {"grade": Target("grade", "number")}
    assert recipe.columns == {"grade": ("age",)}
    again = loaded(resolved_toml(recipe))
    assert (again.cuts, again.weights, again.columns) == (recipe.cuts, recipe.weights, recipe.columns)


def test_what_is_not_cut_is_as_the_sources_give_it(loaded: Loaded) -> None:
    """Labels alone cut nothing."""
    recipe = loaded(DRAWN + "[target.quality]" + REST)

    assert recipe.cuts == {} and recipe.uncut == recipe.targets


@pytest.mark.parametrize(
    ("keys", "what", "got"),
    [
        (
            'from = "quality"\nquantiles = ["a", "b"]',
            "expected one number to cut for quantiles",
            '"quality" of type ordinal',
        ),
        (
            'from = ["age", "quality"]\nlabels = ["a", "b"]\nedges = [1]',
            "expected one number to cut for edges",
            '"age" of type number and "quality" of type ordinal',
        ),
        (
            'from = "age"\ntype = "classes"\nquantiles = ["a", "b"]',
            'expected type "ordinal" with quantiles',
            '"classes"',
        ),
        (
            'from = "age"\nquantiles = ["a", "b"]\nclass_weights = { c = 2 }',
            "expected a label of the target",
            '"c"',
        ),
    ],
)
def test_what_cannot_be_cut_is_told(told: Told, keys: str, what: str, got: str) -> None:
    """Labels, several columns, another type, and weights of labels that there are not."""
    text = CUT.replace('from = "age"\n', "").format(keys)

    (problem,) = told(text)

    assert (problem.what, problem.got) == (what, got)
