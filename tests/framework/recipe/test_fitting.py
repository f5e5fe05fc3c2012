"""Whether the parts of a recipe fit each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import ClassVar, Literal

import pytest

from imgfw.errors import Problem, RecipeError
from imgfw.recipe import Recipe, load
from imgfw.registry import Registry

Told = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Recipe]
TOP = "source = [{ use = 'shelf', path = 'pictures' }]\nmetric = [{ use = 'share' }]\n"
FROZEN = "backbone = { use = 'net', freeze = 'all' }\n"
TRAINED = "backbone = { use = 'net' }\n"
PLAIN = "backbone = { use = 'mean' }\n"
DENSE = "head = [{ use = 'dense' }]\n"
NEAREST = "head = [{ use = 'nearest' }]\n"


@pytest.mark.parametrize("text", [FROZEN + NEAREST, PLAIN + DENSE, TRAINED + DENSE])
def test_the_trainer_is_the_one_that_networks_name(loaded: Loaded, text: str) -> None:
    """A network brings its trainer along, with [train] or without, with a `use` or without."""
    plain, given = loaded(TOP + text), loaded(TOP + text + "[train]\nepochs = 3\n")

    assert plain.trainer is not None
    assert given.trainer is not None
    assert (plain.tables["train"]["epochs"], given.tables["train"]["epochs"]) == (10, 3)


def test_without_a_network_there_is_no_trainer(loaded: Loaded, told: Told) -> None:
    """[train] is allowed and checked where nothing needs it, and has no part in the resolved recipe."""
    recipe = loaded(TOP + PLAIN + NEAREST + "[train]\nepochs = 3\n")

    assert recipe.trainer is None
    assert "train" not in recipe.tables
    assert told(TOP + PLAIN + NEAREST + "[train]\nepochs = 0\n")


def test_a_trainer_that_is_not_installed_is_a_problem(folder: Path, parts: ModuleType) -> None:
    """Without the trainer that a network names, the network's table is told."""
    without = [part for part in parts.COMPONENTS if part is not parts.Gym]
    registry = Registry.of(parts.plugin("toys", without))
    Path("r.toml").write_text(TOP + PLAIN + DENSE)

    with pytest.raises(RecipeError) as caught:
        load(Path("r.toml"), (), registry)

    (problem,) = caught.value.problems
    assert problem.where == "r.toml:4:9"
    assert 'the trainer "gym"' in problem.what


def test_two_trainers_need_a_choice(folder: Path, parts: ModuleType) -> None:
    """Networks of two trainers are a problem, until [train] says which one takes them."""

    class Other(parts.Gym):  # type: ignore[name-defined, misc]
        use: Literal["other"] = "other"

    class Layers(parts.Dense):  # type: ignore[name-defined, misc]
        use: Literal["layers"] = "layers"
        trainer: ClassVar[str] = "other"

    registry = Registry.of(parts.plugin("toys", [*parts.COMPONENTS, Other, Layers]))
    text = TOP + FROZEN + "head = [{ use = 'layers' }]\n"
    Path("r.toml").write_text(text)

    with pytest.raises(RecipeError, match="one trainer for all networks"):
        load(Path("r.toml"), (), registry)
    recipe = load(Path("r.toml"), ["train.use='other'"], registry)
    assert recipe.trainer is not None
    assert recipe.trainer.use == "other"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TRAINED + DENSE + "cleaner = [{ use = 'odd' }]", "a frozen backbone, whose features odd needs"),
        (TRAINED + NEAREST, "a head that is a network"),
        ("backbone = { use = 'net', freeze = 99 }\n" + DENSE, "freeze leaves nothing to train"),
        (FROZEN + DENSE + "augmenter = [{ use = 'flip' }]", "per_sample of 2 or more"),
        (PLAIN + NEAREST + "augmenter = [{ use = 'flip' }]", "per_sample of 2 or more"),
        (PLAIN + NEAREST + "transform = [{ use = 'align' }]", "that gives landmarks, which align needs"),
    ],
)
def test_what_does_not_fit_is_told_once(told: Told, text: str, what: str) -> None:
    """Parts that cannot work together are one problem."""
    (problem,) = told(TOP + text)

    assert what in problem.what


@pytest.mark.parametrize(
    "text",
    [
        FROZEN + DENSE + "cleaner = [{ use = 'odd' }]",
        PLAIN + NEAREST + "cleaner = [{ use = 'odd' }]",
        TRAINED + DENSE + "augmenter = [{ use = 'flip' }]",
        FROZEN + DENSE + "augmenter = [{ use = 'flip' }]\naugment.per_sample = 2",
        FROZEN + DENSE + "augmenter = [{ use = 'flip' }]\naugment.original = false",
        PLAIN + NEAREST + "transform = [{ use = 'align' }]\nannotator = [{ use = 'eyes' }]",
    ],
)
def test_what_fits_is_no_problem(told: Told, text: str) -> None:
    """Features for cleaners, rows for augmenters and landmarks for transforms can be had."""
    assert told(TOP + text) == ()


def test_a_source_may_give_landmarks(told: Told) -> None:
    """Landmarks that come with the samples serve a transform too."""
    text = PLAIN + NEAREST.replace("}", ", target = 'quality' }") + "transform = [{ use = 'align' }]"

    assert told(TOP.replace("'shelf', path = 'pictures'", "'drawn'") + text) == ()
