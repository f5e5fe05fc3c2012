"""The JSON Schema of recipes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from imgfw.errors import RecipeError
from imgfw.recipe import schema
from imgfw.recipe.fitting import trainer
from imgfw.recipe.parts import Reading
from imgfw.recipe.read import parse
from imgfw.recipe.record import record
from imgfw.recipe.refinement import RefineTable
from imgfw.recipe.refining import flat
from imgfw.recipe.spots import Problems
from imgfw.recipe.words import written
from imgfw.registry import Registry

ANY = st.one_of(
    st.integers(-3, 400),
    st.booleans(),
    st.sampled_from(["net", "all", "none", "class", "pictures", "", "a/b"]),
)
ODD = st.one_of(
    ANY, st.lists(ANY, max_size=2), st.dictionaries(st.sampled_from(["epochs", "a"]), ANY, max_size=2)
)


def mostly(usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any] = ODD) -> st.SearchStrategy[Any]:
    """Usually what is right, sometimes anything."""
    return st.integers(0, 19).flatmap(lambda dice: odd if dice == 0 else usual)


def table(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A table with these keys, mostly right."""
    return st.fixed_dictionaries(
        {key: mostly(value) for key, value in required.items()},
        optional={key: mostly(value) for key, value in optional.items()},
    )


Agree = Callable[[dict[str, Any]], None]
UNIT = st.floats(0, 1)
LABELS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3)
COUNT = st.integers(1, 9)
PHASE = table({"epochs": COUNT}, {"rate": st.floats(0.1, 1)})
HEADS = st.one_of(
    table({"use": st.just("dense")}, {"units": st.lists(COUNT, max_size=2), "dropout": st.floats(0, 0.9)}),
    table({"use": st.just("nearest")}, {"k": COUNT, "target": st.just("class"), "name": st.just("a-1")}),
)
NET = table(
    {"use": st.just("net")},
    {
        "size": st.sampled_from([8, 64]),
        "weights": st.sampled_from(["none", "pictures"]),
        "freeze": st.one_of(st.just("all"), st.integers(0, 5)),
    },
)
TRAIN = table(
    {}, {"epochs": COUNT, "phase": st.lists(PHASE, max_size=2), "teacher": PHASE, "use": st.just("gym")}
)
VALUES = st.lists(COUNT, min_size=1, max_size=2, unique=True)
REFINE = table(
    {
        "values": st.dictionaries(
            st.sampled_from(["augment.per_sample", "train.epochs", "head"]),
            st.one_of(mostly(VALUES), st.dictionaries(st.just("0.units"), VALUES, max_size=1)),
            max_size=2,
        )
    },
    {"search": st.just("grid"), "epochs": COUNT, "from": st.lists(st.just("toy"), max_size=1)},
)
RECIPES = st.fixed_dictionaries(
    {
        "source": st.lists(
            st.one_of(
                table({"use": st.just("shelf"), "path": st.just("pictures")}, {"depth": COUNT}),
                table({"use": st.just("drawn")}, {"count": COUNT}),
            ),
            min_size=1,
            max_size=2,
        ),
        "backbone": st.one_of(NET, table({"use": st.just("mean")}, {})),
        "head": st.lists(HEADS, min_size=1, max_size=2),
        "metric": st.lists(
            table({"use": st.just("share")}, {"each_label": st.booleans()}), min_size=1, max_size=2
        ),
    },
    optional={
        "name": mostly(st.just("toy")),
        "seed": mostly(COUNT),
        "best": mostly(st.just("class/share")),
        "target": mostly(
            st.dictionaries(
                st.sampled_from(["class", "a b", "a/b"]),
                table(
                    {}, {"type": st.just("classes"), "from": st.just("class"), "labels": st.just(["a", "b"])}
                ),
                max_size=2,
            )
        ),
        "split": mostly(table({}, {"test": st.floats(0, 0.5), "exact": st.booleans()})),
        "augment": mostly(table({}, {"per_sample": COUNT, "original": st.booleans()})),
        "augmenter": mostly(st.lists(table({"use": st.just("flip")}, {"rate": UNIT}), max_size=2)),
        "train": mostly(TRAIN),
        "decide": mostly(table({}, {"threshold": UNIT})),
        "refine": mostly(REFINE),
        "sink": mostly(st.lists(table({"use": st.just("book")}, {"path": st.just("out")}), max_size=2)),
    },
)


@pytest.fixture(scope="module")
def validator(registry: Registry) -> Draft202012Validator:
    """The validator of the schema, which is itself a valid schema."""
    given = json.loads(json.dumps(schema(registry)))
    Draft202012Validator.check_schema(given)
    return Draft202012Validator(given)


@pytest.fixture
def agree(folder: Path, registry: Registry, validator: Draft202012Validator) -> Agree:
    """agree(tables): what the validator's structural pass accepts, the schema accepts."""

    def compare(tables: dict[str, Any]) -> None:
        problems = Problems()
        text = "\n".join(f"{key} = {written(value)}" for key, value in tables.items())
        document = parse(text, Path("r.toml"), problems)
        assert document.tables == tables
        reading = Reading(tables, document.spots, "", registry, problems)
        reading.read()
        trainer(reading)
        if "refine" in tables:
            place = document.spots.at("refine")
            refine = tables["refine"] if isinstance(tables["refine"], dict) else {}
            given, place = flat(refine, place, problems)
            record(RefineTable, given, place, problems)

        if not len(problems):
            assert [error.message for error in validator.iter_errors(tables)] == []

    return compare


FAST = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@FAST
@given(tables=RECIPES)
def test_the_schema_accepts_what_is_accepted(tables: dict[str, Any], agree: Agree) -> None:
    """Every table that the validator finds right in itself fits the schema."""
    agree(tables)


@pytest.mark.slow
@settings(FAST, max_examples=500)
@given(tables=RECIPES)
def test_the_schema_accepts_five_hundred_recipes(tables: dict[str, Any], agree: Agree) -> None:
    """The same at length."""
    agree(tables)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ('values = { "head.0.units" = [[3]] }', True),
        ("values.head.0.units = [[3]]", True),
        ('search = "grid"\nepochs = 1\nfrom = ["toy"]\nvalues.seed = [1, 2]', True),
        ("values = {}", False),
        ("values.head = {}", False),
        ("values.head.0.units = []", False),
        ("values.head.0.units = 3", False),
        ("", False),
        ('search = "all"\nvalues.a = [1]', False),
        ("epochs = 0\nvalues.a = [1]", False),
        ("from = [3]\nvalues.a = [1]", False),
        ("value.a = [1]", False),
    ],
)
def test_the_schema_knows_refinements(
    good: str, text: str, fits: bool, validator: Draft202012Validator
) -> None:
    """With keys in quotes or without; what they name only the validator knows."""
    assert validator.is_valid(tomllib.loads(f"{good}\n[refine]\n{text}")) == fits


def test_the_schema_accepts_candidates(
    loaded: Callable[..., Any], good: str, validator: Draft202012Validator
) -> None:
    """A recipe with candidates fits as it was written and as it is resolved, though candidates give parts."""
    recipe = loaded(good + "[refine.values]\naugment.per_sample = [3]\n")

    assert validator.is_valid(tomllib.loads(good))
    assert validator.is_valid(recipe.tables)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("units =", "unitz ="),
        ("freeze =", "size = 9\nfreeze ="),
        ("per_sample = 2", "per_sample = 0"),
        ('use = "flip"', 'use = "flop"'),
        ("[[metric]]", "[[metrics]]"),
        ("epochs = 2 ", 'epochs = "2" '),
        ("units = [3]", "units = 3"),
        ("seed = 3", "head = []"),
        ('name = "small"', ""),
    ],
)
def test_the_schema_refuses_what_is_wrong_in_itself(
    good: str, old: str, new: str, validator: Draft202012Validator
) -> None:
    """Unknown keys and names, wrong types, bounds and missing sections do not fit."""
    text = good.replace(old, new, 1)
    if new == "head = []":
        text = text.replace('[[head]]\nuse = "dense"\nunits = [128]\n', "", 1)

    assert text != good
    assert not validator.is_valid(tomllib.loads(text))


def test_json_and_toml_differ_where_the_manual_says(
    loaded: Callable[..., Any], good: str, validator: Draft202012Validator
) -> None:
    """JSON knows no difference between 1.0 and 1, so the schema takes what the validator refuses."""
    text = good.replace("per_sample = 2", "per_sample = 2.0")

    assert validator.is_valid(tomllib.loads(text))
    with pytest.raises(RecipeError):
        loaded(text)


def test_a_kind_that_nobody_provides_has_no_table(parts: ModuleType) -> None:
    """With no plugin at all the schema is still a schema, and accepts no component."""
    empty = schema(Registry.of())

    Draft202012Validator.check_schema(empty)
    assert not Draft202012Validator(empty).is_valid({"sink": [{"use": "book"}]})
