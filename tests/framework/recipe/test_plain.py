"""Recipes as plain tables, and as TOML that loads again."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from imgfw.errors import RecipeError
from imgfw.recipe import Recipe, load, resolved_toml
from imgfw.recipe.plain import as_toml, plain
from imgfw.recipe.words import written
from imgfw.registry import Registry

COUNT = st.integers(1, 9)
HEAD = st.one_of(
    st.fixed_dictionaries({"use": st.just("nearest")}, optional={"k": COUNT}),
    st.fixed_dictionaries(
        {"use": st.just("dense")},
        optional={
            "units": st.lists(COUNT, max_size=2),
            "dropout": st.floats(0, 0.9),
            "name": st.just("h"),
            "target": st.just("class"),
        },
    ),
)
AUGMENTERS = st.lists(
    st.one_of(
        st.fixed_dictionaries({"use": st.just("flip")}, optional={"rate": st.floats(0, 1)}),
        st.fixed_dictionaries(
            {"use": st.just("turn")}, optional={"degrees": st.lists(st.floats(-9, 9), min_size=2, max_size=2)}
        ),
    ),
    max_size=3,
)
BACKBONE = st.one_of(
    st.just({"use": "mean"}),
    st.fixed_dictionaries(
        {"use": st.just("net")},
        optional={"weights": st.sampled_from(["none", "pictures"]), "freeze": st.just("all")},
    ),
)
TRAIN = st.fixed_dictionaries(
    {},
    optional={
        "epochs": COUNT,
        "phase": st.lists(st.fixed_dictionaries({"epochs": COUNT}), max_size=2),
        "teacher": st.fixed_dictionaries({"epochs": COUNT}),
        "notes": st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=2),
    },
)
AUGMENT = st.fixed_dictionaries({}, optional={"per_sample": COUNT, "original": st.booleans()})
CHANGE = st.fixed_dictionaries(
    {},
    optional={
        "head": st.lists(HEAD, max_size=1),
        "augmenter": AUGMENTERS,
        "backbone": BACKBONE,
        "train": TRAIN,
        "augment": AUGMENT,
        "decide": st.fixed_dictionaries({"threshold": st.floats(0, 1)}),
    },
)
RECIPE = st.fixed_dictionaries(
    {
        "source": st.just([{"use": "shelf", "path": "pictures"}]),
        "metric": st.just([{"use": "share"}]),
        "backbone": BACKBONE,
        "head": st.lists(HEAD, min_size=1, max_size=1),
        "augmenter": AUGMENTERS,
        "augment": st.fixed_dictionaries({"per_sample": st.integers(2, 9)}),
        "sink": st.just([{"use": "book", "path": "out"}]),
    },
    optional={
        "train": TRAIN,
        "seed": COUNT,
        "split": st.fixed_dictionaries({"test": st.floats(0, 0.9)}),
        "target": st.fixed_dictionaries({"a é": st.just({"from": "class", "labels": ["x\n", '"y"']})}),
        "candidate": st.lists(CHANGE, max_size=2),
    },
)


def without_origin(recipe: Recipe) -> dict[str, Any]:
    """What a recipe is, whatever file it was read from."""
    fields = {**vars(recipe), "path": None, "text": "", "origins": {}}
    return {**fields, "candidates": [(c.name, without_origin(c.recipe)) for c in recipe.candidates]}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=RECIPE)
def test_a_resolved_recipe_loads_again_as_the_same(
    tables: dict[str, Any], folder: Path, registry: Registry
) -> None:
    """From anywhere, the resolved text gives the same recipe and candidates, and the same resolved text."""
    for number, change in enumerate(tables.get("candidate", ())):
        change["name"] = f"c{number}"
    if "target" in tables:
        tables["head"][0].pop("target", None)
    Path("r.toml").write_text("\n".join(f"{key} = {written(value)}" for key, value in tables.items()))
    try:
        recipe = load(Path("r.toml"), (), registry)
    except RecipeError:
        assume(False)
    (folder / "run").mkdir(exist_ok=True)
    (folder / "run" / "r.toml").write_text(resolved_toml(recipe))

    again = load(folder / "run" / "r.toml", (), registry)

    assert without_origin(again) == without_origin(recipe)
    assert tomllib.loads(resolved_toml(again)) == tomllib.loads(resolved_toml(recipe))


def test_every_value_says_where_it_came_from(loaded: Callable[..., Recipe], good: str) -> None:
    """Each line of the resolved text ends with who gave its value."""
    lines = resolved_toml(loaded(good, "seed=9")).splitlines()

    assert 'name = "toy"  # r.toml:1' in lines
    assert "seed = 9  # --set" in lines
    assert "rate = 0.5  # default" in lines
    assert "units = [3]  # candidate small" in lines


def test_what_toml_has_not_is_left_out() -> None:
    """None and infinite defaults are not told; paths, tuples, sets and choices are plain."""

    class Choice(Enum):
        ONE = "one"

    class Everything(BaseModel):
        nothing: int | None = None
        endless: float = float("inf")
        choice: Choice = Choice.ONE
        path: Path = Path("a")
        names: frozenset[str] = frozenset({"b", "a"})
        renamed: tuple[int, ...] = Field((1, 2), alias="from")

    assert plain(Everything()) == {"choice": "one", "path": "a", "names": ["a", "b"], "from": [1, 2]}


def test_an_origin_cannot_break_its_line() -> None:
    """A file name with a line end in it stays a comment."""
    text = as_toml({"seed": 1}, {"seed": "odd\nname = 2"})

    assert tomllib.loads(text) == {"seed": 1}
