"""Tables become components and records, each table for itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from imgfw.errors import Problem, RecipeError
from imgfw.recipe import load
from imgfw.registry import Registry

Told = Callable[..., tuple[Problem, ...]]


@pytest.mark.parametrize(
    ("old", "new", "where", "what", "hint"),
    [
        ("[[metric]]", "[[metrics]]", "29:1", "a section of recipes", '"metric"'),
        ("[[metric]]", "[[filter]]", "29:1", "a section of recipes", "known: annotator"),
        ("seed = 3", "refine = 3", "2:1", "one table [refine]", ""),
        ("[backbone]", "[[backbone]]", "17:1", "one table [backbone]", ""),
        ("[[augmenter]]", "[augmenter]", "14:1", "a list of tables [[augmenter]]", ""),
        ("seed = 3", "decide = 3", "2:1", "one table [decide]", ""),
        ("seed = 3", "transform = [3]", "2:1", "a list of tables [[transform]]", ""),
        ("seed = 3", "target = 3", "2:1", "one table [target.NAME]", ""),
        ("seed = 3", "target.class = 3", "2:1", "one table [target.class]", ""),
        ("seed = 3", 'target."a/b".type = "classes"', "2:1", "without / : |", ""),
        ("seed = 3", "seed = -3", "2:1", "a whole number of 0 or more", ""),
        ("seed = 3", 'sede = "3"', "2:1", "a section of recipes", '"seed"'),
        ('use = "flip"', 'use = "flipp"', "15:1", 'the name of an augmenter for "use"', '"flip"'),
        ('use = "flip"', "use = 3", "15:1", 'the name of an augmenter for "use"', "there are: flip, turn"),
        ('use = "flip"', "", "14:1", 'the name of an augmenter for "use"', "there are: flip, turn"),
        ("test = 0.3", "test = 1.3", "9:1", "a number from 0 to 1", ""),
        ("test = 0.3", "test = 0.3\nval = 0.9", "8:1", "shares train, val and test that sum to 1", ""),
    ],
)
def test_what_is_wrong_with_a_table_stands_at_its_place(
    told: Told, good: str, old: str, new: str, where: str, what: str, hint: str
) -> None:
    """Sections, names and values that do not exist are told where they are, with what there is."""
    text = good.replace(old, new, 1)

    found = [problem for problem in told(text) if problem.where == f"r.toml:{where}"]

    assert any(what in problem.what and hint in problem.hint for problem in found)


@pytest.mark.parametrize("section", ["source", "backbone", "head", "metric"])
def test_what_every_recipe_needs_is_missed(told: Told, good: str, section: str) -> None:
    """Without one of the four sections there is one problem, and no other follows from it."""
    blocks = good[: good.index("[[candidate]]")].split("\n\n")
    text = "\n\n".join(block for block in blocks if f"[{section}]" not in block)

    (problem,) = told(text)

    assert f"[{section}]" in problem.what
    assert problem.got == "none"


def test_an_empty_list_is_not_one_or_more(told: Told) -> None:
    """A list that needs an element is refused if it is empty, and said to be so."""
    problems = told("head = []\nmetric = []\nsink = []\n")

    assert [problem.got for problem in problems if "one or more" in problem.what] == ["an empty list"] * 2


def test_a_section_lost_with_a_bad_header_is_not_missed(told: Told, good: str) -> None:
    """What stands below a header that is no TOML is not told to be missing too."""
    problems = told(good.replace("[[metric]]", "[[metric]", 1))

    assert [problem.where for problem in problems] == ["r.toml:29:9"]


def test_a_broken_plugin_that_may_have_the_name_is_named(folder: Path, good: str, parts: ModuleType) -> None:
    """An unknown name is told together with the plugin that could not be loaded."""
    empty = ModuleType("empty")
    registry = Registry.of(parts.plugin("toys", parts.COMPONENTS), empty)
    Path("r.toml").write_text(good.replace('use = "flip"', 'use = "blur"'))

    with pytest.raises(RecipeError) as caught:
        load(Path("r.toml"), (), registry)

    assert 'the plugin "empty" is broken and may have it' in caught.value.problems[0].hint


def test_a_name_that_two_plugins_claim_is_refused_with_both(
    folder: Path, good: str, parts: ModuleType
) -> None:
    """Whose component is meant is not guessed."""
    registry = Registry.of(parts.plugin("one", parts.COMPONENTS), parts.plugin("two", [parts.Flip]))
    Path("r.toml").write_text(good)

    with pytest.raises(RecipeError) as caught:
        load(Path("r.toml"), (), registry)

    hint = caught.value.problems[0].hint
    assert "one" in hint
    assert "two" in hint
