"""Overrides by --set, and how tables change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imgfw.errors import Problem
from imgfw.recipe import Recipe
from imgfw.recipe.override import keys_of, with_sets
from imgfw.recipe.read import parse
from imgfw.recipe.spots import Problems, Spot
from imgfw.registry import Registry

Told = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Recipe]


def read(text: str) -> tuple[dict[str, Any], Spot]:
    """The tables of a text and their spots."""
    document = parse(text, Path("r.toml"), Problems())
    assert document.tables is not None
    return document.tables, document.spots


Overridden = Callable[..., tuple[dict[str, Any], Spot, tuple[Problem, ...]]]


@pytest.fixture
def overridden(registry: Registry) -> Overridden:
    """overridden(text, *sets): the tables of a text after some overrides, their spots and the problems."""

    def after(text: str, *sets: str) -> tuple[dict[str, Any], Spot, tuple[Problem, ...]]:
        problems = Problems()
        tables, spots = with_sets(*read(text), sets, problems, registry)
        return tables, spots, problems.in_order()

    return after


def test_one_value_is_overridden(overridden: Overridden) -> None:
    """A key leads through tables and lists; everything else stays, and the text's own tables too."""
    text = '[[head]]\nuse = "dense"\nunits = [1]\n[[head]]\nuse = "dense"\n'

    tables, spots, problems = overridden(text, "head.1.units=[128]", ' "head" . 0 . units = [2] ')

    assert not problems
    assert tables == {"head": [{"use": "dense", "units": [2]}, {"use": "dense", "units": [128]}]}
    assert spots.at("head", 1, "units", 0).where == "--set head.1.units"
    assert spots.at("head", 1, "use").origin == "r.toml:5"


def test_tables_that_are_not_there_are_made(overridden: Overridden) -> None:
    """A value may be set in a section that the file does not have."""
    assert overridden("seed = 1", "split.exact=true")[0] == {"seed": 1, "split": {"exact": True}}


HEAD = '[[head]]\nuse = "dense"\ntarget = "age"\nname = "a"\nunits = [1]\ndropout = 0.1\n'


@pytest.mark.parametrize(
    ("text", "given", "result"),
    [
        (HEAD, 'head.0.use="nearest"', {"head": [{"use": "nearest", "target": "age", "name": "a"}]}),
        (HEAD + "k = 3", 'head.0.use="nearest"', {"head": [
            {"use": "nearest", "target": "age", "name": "a", "k": 3}]}),
        (HEAD, 'head.0.use="dense"', read(HEAD)[0]),
        (HEAD, 'head.0.use="unknown"', {"head": [{**read(HEAD)[0]["head"][0], "use": "unknown"}]}),
        (HEAD, "head.0.use=3", {"head": [{**read(HEAD)[0]["head"][0], "use": 3}]}),
        ("backbone = {use='net', size=8}", 'backbone.use="mean"', {"backbone": {"use": "mean"}}),
        ("train = {epochs=3, x=1}", 'train.use="gym"', {"train": {"epochs": 3, "use": "gym"}}),
        ("seed = 3", 'backbone.use="mean"', {"seed": 3, "backbone": {"use": "mean"}}),
        ("seed = 3", 'use="mean"', {"seed": 3, "use": "mean"}),
        (
            "candidate = [{name='a', head=[{use='dense', target='age', units=[1]}]}]",
            'candidate.0.head.0.use="nearest"',
            {"candidate": [{"name": "a", "head": [{"use": "nearest", "target": "age"}]}]},
        ),
    ],
)  # fmt: skip
def test_another_use_keeps_what_the_new_component_has_too(
    overridden: Overridden, text: str, given: str, result: dict[str, Any]
) -> None:
    """Only keys that it does not know go; of a component that is not there nothing is known, so all stay."""
    tables, spots, problems = overridden(text, given)

    assert (tables, problems) == (result, ())
    assert set(spots.kids) == set(result)


def test_what_was_set_before_the_use_stays(overridden: Overridden) -> None:
    """Whichever comes first, target and use are both as they were set."""
    sets = 'head.0.target="age"', 'head.0.use="nearest"'

    for order in (sets, sets[::-1]):
        tables, spots, _ = overridden('[[head]]\nuse = "dense"\nunits = [1]\n', *order)
        assert tables == {"head": [{"use": "nearest", "target": "age"}]}
        assert spots.at("head", 0, "target").origin == "--set"
        assert set(spots.at("head", 0).kids) == {"use", "target"}


def test_what_was_set_is_never_dropped_in_silence(told: Told, good: str) -> None:
    """A key that the new component does not know is a problem, whichever was set first."""
    sets = "head.0.units=[3]", 'head.0.use="nearest"'

    for order in (sets, sets[::-1]):
        problems = told(good.split("[[candidate]]")[0], *order)
        assert [(p.where, p.what) for p in problems] == [("--set head.0.units", "expected a known key")]


def test_a_use_that_leads_nowhere_is_one_problem(overridden: Overridden) -> None:
    """And changes nothing."""
    tables, _, problems = overridden(HEAD, 'head.7.use="nearest"', 'head.0.target.use="nearest"')

    assert tables == read(HEAD)[0] and len(problems) == 2


def test_later_overrides_come_on_top(overridden: Overridden) -> None:
    """Overrides apply in the order in which they are given."""
    assert overridden("seed = 1", "seed=2", "seed=3")[0] == {"seed": 3}


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("seed", "expected KEY=VALUE", ""),
        ("=3", "expected KEY=VALUE", ""),
        ("head..units=3", "expected KEY=VALUE", ""),
        ("name=selfie", "expected a TOML value", 'name="selfie"'),
        ("source.0.path=../a b/c", "expected a TOML value", 'source.0.path="../a b/c"'),
        ("seed=", "expected a TOML value", ""),
        ("seed=1\nname='x'", "expected one TOML value", ""),
        ("seed=" + "[" * 9999, "expected a TOML value", ""),
        ("seed=" + "9" * 9999, "", ""),
        ('name="\udcff"', "expected a TOML value", ""),
        ("head.1.units=3", "expected an index from 0 to 0", "to add one"),
        ("head.-1.units=3", "expected an index from 0 to 0", ""),
        ("head.first.units=3", "expected an index from 0 to 0", ""),
        ("sink.0.use='x'", "expected an index into a list that is not empty", ""),
        ("seed.x=3", "expected a table or list", ""),
        ("head.use=3", "expected an index", ""),
    ],
)
def test_an_override_that_makes_no_sense_is_a_problem(
    overridden: Overridden, text: str, what: str, hint: str
) -> None:
    """It is told with the text that was given, and changes nothing."""
    given = "sink = []\nseed = 7\n[[head]]\nuse = 'dense'\n"

    tables, _, (problem,) = overridden(given, text)

    assert what in problem.what
    assert hint in problem.hint
    assert problem.where.startswith("--set")
    assert tables == read(given)[0]


def test_a_wrong_value_is_told_with_its_override(told: Told, good: str) -> None:
    """The problem of an overridden value names the override in place of file and line, and comes last."""
    problems = told(good.replace("rate = 0.5", "rate = 0.0"), "head.0.units=[0]", "seed=-1")

    assert [problem.where for problem in problems] == ["r.toml:27:40", "--set head.0.units", "--set seed"]


def test_paths_of_overrides_are_from_the_working_directory(
    loaded: Loaded, good: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path in the file belongs to the file's folder, a path by --set to where the command runs."""
    (folder / "elsewhere" / "photos").mkdir(parents=True)
    loaded(good)
    monkeypatch.chdir(folder / "elsewhere")

    recipe = loaded(good.replace('"pictures"', '"../pictures"'), 'source.0.path="photos"')

    assert recipe.tables["source"][0]["path"] == str(folder / "elsewhere" / "photos")


def test_values_know_who_gave_them(loaded: Loaded, good: str) -> None:
    """Every value of the resolved tables comes from a line, an override, a candidate or a default."""
    recipe = loaded(good, "head.0.units=[7]", "train={epochs=5}")

    assert recipe.origins["seed"] == "r.toml:2"
    assert recipe.origins["head.0.units"] == "--set"
    assert recipe.origins["train.epochs"] == "--set"
    assert recipe.origins["train.phase"] == "default"
    assert recipe.origins["decide.threshold"] == "default"
    assert recipe.origins["split.test"] == "r.toml:9"
    assert recipe.origins["candidate.0.backbone.size"] == "candidate small"
    assert recipe.candidates[0].recipe.origins["backbone.size"] == "candidate small"
    assert recipe.candidates[0].recipe.origins["head.0.dropout"] == "default"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("head.0.units", ("head", "0", "units")),
        ('target."a b".labels', ("target", "a b", "labels")),
        ("seed", ("seed",)),
        ("head..units", None),
        ("seed = 3", None),
        ("", None),
    ],
)
def test_a_key_is_read_as_toml_writes_it(text: str, keys: tuple[str, ...] | None) -> None:
    """Parts between dots, in quotes where they need them; anything else is no key."""
    assert keys_of(text) == keys
