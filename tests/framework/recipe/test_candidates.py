"""Candidates: what each changes, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imgfw.errors import Problem
from imgfw.recipe import Recipe
from imgfw.recipe.candidates import MOST, changed
from imgfw.recipe.read import parse
from imgfw.recipe.spots import Problems, Spot

Told = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Recipe]


def read(text: str) -> tuple[dict[str, Any], Spot]:
    """The tables of a text and their spots."""
    document = parse(text, Path("r.toml"), Problems())
    assert document.tables is not None
    return document.tables, document.spots


def test_a_candidate_is_the_recipe_with_its_changes(loaded: Loaded, good: str) -> None:
    """What a candidate does not name is as in the recipe; the recipe itself is not among them."""
    recipe = loaded(good)

    small, classical = (candidate.recipe for candidate in recipe.candidates)
    assert [candidate.name for candidate in recipe.candidates] == ["small", "classical"]
    assert small.tables["head"][0]["units"] == [3]
    assert small.tables["backbone"] == {**recipe.tables["backbone"], "size": 32}
    assert small.augmenters == recipe.augmenters
    assert classical.augmenters == ()
    assert classical.heads[0].use == "nearest"
    assert classical.backbone == recipe.backbone
    assert (small.best, small.sources, small.split) == (recipe.best, recipe.sources, recipe.split)
    assert small.candidates == ()


def test_overrides_apply_before_candidates(loaded: Loaded, good: str) -> None:
    """A candidate changes the recipe as the overrides left it."""
    recipe = loaded(good, "backbone.size=128", "augment.per_sample=9")

    assert recipe.tables["backbone"]["size"] == 128
    assert recipe.candidates[0].recipe.tables["backbone"]["size"] == 32
    assert recipe.candidates[0].recipe.augment.per_sample == 9


def test_candidates_can_be_taken_out(loaded: Loaded, good: str) -> None:
    """An empty list by --set leaves the recipe alone."""
    assert loaded(good, "candidate=[]").candidates == ()


def test_a_candidate_has_the_recipes_best(loaded: Loaded) -> None:
    """Candidates are compared by one figure, also where a candidate's own first one would be another."""
    recipe = loaded(
        "backbone.use = 'mean'\nsource = [{use = 'drawn'}]\nmetric = [{use = 'share'}, {use = 'gap'}]\n"
        "head = [{use = 'dense', target = 'age'}, {use = 'dense', target = 'quality'}]\n"
        "[[candidate]]\nname = 'swapped'\nhead = [{target = 'quality'}, {target = 'age'}]\n"
    )

    swapped = recipe.candidates[0].recipe
    assert list(swapped.targets) == ["quality", "age"]
    assert recipe.best == swapped.best == "age/gap"


@pytest.mark.parametrize(
    ("text", "where", "what", "hint"),
    [
        ("[[candidate]]\n[candidate.augment]\n", "1:1", 'the key "name"', ""),
        ('[[candidate]]\nname = "Big One"', "2:1", "text like", ""),
        ('[[candidate]]\nname = "a"\n[[candidate]]\nname = "a"', "4:1", "a name of its own", "first is at"),
        ('[[candidate]]\nname = "toy"', "2:1", "a name of its own", "the recipe as it stands"),
        ('[[candidate]]\nname = "a"\nsplit = {test = 0.1}', "3:1", "a section that candidates", ""),
        ('[[candidate]]\nname = "a"\nbackbon = {size = 8}', "3:1", "a section that", '"backbone"'),
        ('[[candidate]]\nname = "a"\nbackbone.size = 9', "3:1", 'for "size"', 'in the candidate "a"'),
        ('[[candidate]]\nname = "a"\n[[candidate.head]]\nuse = "denze"', "4:1", "name of a head", '"dense"'),
        ("candidate = 3", "1:1", "a list of tables [[candidate]]", ""),
        ("candidate = " + str(["x"] * 2), "1:1", "a list of tables [[candidate]]", ""),
        (f"candidate = [{'{},' * (MOST + 1)}]", "1:1", f"at most {MOST} candidates", ""),
    ],
)
def test_what_is_wrong_with_a_candidate_is_told_at_its_line(
    told: Told, good: str, text: str, where: str, what: str, hint: str
) -> None:
    """Problems of a candidate stand where the candidate does."""
    base = good[: good.index("[[candidate]]")]
    if text.startswith("candidate"):
        base, text = "", text + "\n" + base
        where = "1:1"
    line, column = where.split(":")
    where = f"r.toml:{int(line) + base.count(chr(10))}:{column}"

    problems = [problem for problem in told(base + text) if problem.where == where]

    assert any(what in problem.what and hint in problem.hint for problem in problems)


def test_a_recipe_without_a_name_is_called_after_its_file(told: Told, good: str) -> None:
    """No candidate has that name, either."""
    text = good.replace('name = "toy"', "").replace('name = "small"', 'name = "r"')

    (problem,) = told(text)

    assert (problem.what, problem.got) == ("expected a name of its own", '"r"')


def test_a_fault_of_the_recipe_is_not_told_again_for_each_candidate(told: Told, good: str) -> None:
    """What is wrong already without the candidates is one problem."""
    (problem,) = told(good.replace("per_sample = 2", "per_sample = 0"))

    assert problem.hint == "Training rows a picture"


@pytest.mark.parametrize(
    ("base", "change", "result"),
    [
        ("a = 1\nb = 2", "b = 3\nc = 4", {"a": 1, "b": 3, "c": 4}),
        ("t = {use = 'x', a = 1}", "t = {a = 2}", {"t": {"use": "x", "a": 2}}),
        ("t = {use = 'x', a = 1}", "t = {use = 'x', b = 2}", {"t": {"use": "x", "a": 1, "b": 2}}),
        ("t = {use = 'x', a = 1}", "t = {use = 'y'}", {"t": {"use": "y"}}),
        ("l = [{a = 1}, {b = 2}]", "l = [{c = 3}]", {"l": [{"a": 1, "c": 3}, {"b": 2}]}),
        ("l = [{a = 1}]", "l = [{a = 2}, {b = 3}]", {"l": [{"a": 2}, {"b": 3}]}),
        ("l = [{a = 1}]", "l = []", {"l": []}),
        ("l = [1, 2]", "l = [3]", {"l": [3]}),
        ("p = [{e = 1, d = {x = 1}}]", "p = [{d = {y = 2}}]", {"p": [{"e": 1, "d": {"x": 1, "y": 2}}]}),
    ],
)
def test_tables_merge_key_by_key_and_lists_of_tables_by_position(
    base: str, change: str, result: dict[str, Any]
) -> None:
    """Another `use`, an empty list and every other value replace what was there."""
    merged, spots = changed(*read(base), *read(change))

    assert merged == result
    assert set(spots.kids) == set(result)


def test_merged_values_stand_where_they_came_from() -> None:
    """What the change gives has its own line, what it leaves the old one."""
    _, spots = changed(*read("\n\nl = [{a = 1, b = 2}]"), *read("l = [{b = 3}]"))

    assert spots.at("l", 0, "a").where == "r.toml:3:7"
    assert spots.at("l", 0, "b").where == "r.toml:1:7"
