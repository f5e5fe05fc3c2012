"""A small recipe of small components, and a way to walk it with counted work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from imgfw import Metric
from imgfw.line.attempt import Attempt, attempted
from imgfw.line.line import Line
from imgfw.line.scoring import Scored, scored
from imgfw.line.shared import parted, surveyed
from imgfw.progress import Progress
from imgfw.recipe.decide_table import DecideTable
from imgfw.recipe.recipe import Recipe
from imgfw.recipe.tables import AugmentTable, GroupTable, SplitTable
from imgfw.runfolder import RunFolder
from imgfw.store import Store
from imgfw.targets import Target


class Share(Metric):
    """The share decided rightly."""

    use: str = "share"

    def gives(self, target):
        """One figure."""
        return ("share",)

    def score(self, truth, probabilities, decided, target):
        """The share."""
        return {"share": float((truth == decided).mean())}


class Finds:
    """A registry of the small components."""

    plugins = ()

    def __init__(self, find: Callable) -> None:
        self.find = find


@pytest.fixture
def recipe(small) -> Recipe:
    """Red from blue, on 60 drawn pictures."""
    return Recipe(
        path=None, text="", name="small", seed=0, best="colour/share",
        sources=(small["Colours"](count=60),), targets={"colour": Target("colour")},
        columns={"colour": ("colour",)}, weights={}, group=GroupTable(),
        split=SplitTable(train=0.6, val=0.2, test=0.2, exact=True),
        annotators=(), cleaners=(), transforms=(), augment=AugmentTable(), augmenters=(),
        backbone=small["MeanColour"](), heads=(small["Means"](name="colour", targets=("colour",)),),
        trainer=None, decide=DecideTable(), metrics=(Share(),), sinks=(), candidates=(), tables={},
        origins={},
    )  # fmt: skip


@pytest.fixture
def lay(tmp_path, small) -> Callable[..., Line]:
    """Makes a line for a recipe; all lines of a test share one cache."""

    def made(recipe: Recipe, **fields: Any) -> Line:
        progress = Progress()
        folder = RunFolder.new(tmp_path / "runs", recipe.name, progress)
        store = Store(tmp_path / "store")
        return Line(recipe, Finds(small["find"]), store, folder, progress, **{"workers": 2, **fields})

    return made


@pytest.fixture
def walk(lay) -> Callable[..., tuple[Attempt, Scored, dict[str, int]]]:
    """Walks a recipe to its scores; gives also how much each stage made."""

    def walked(recipe: Recipe, **fields: Any) -> tuple[Attempt, Scored, dict[str, int]]:
        line = lay(recipe, **fields)
        with line.folder.stage("survey") as done:
            samples, targets = surveyed(line, done)
        with line.folder.stage("split") as done:
            samples, _ = parted(line, samples, done)
        attempt = attempted(line, "first", recipe, samples, targets)
        attempt.bundle.save(line.folder.path / "bundle")
        with line.folder.stage("evaluate") as done:
            result = scored(line, attempt, done)
        return attempt, result, {stage["stage"]: stage["made"] for stage in line.folder.stages}

    return walked


@pytest.fixture
def changed() -> Callable[..., Recipe]:
    """A recipe with other values."""
    return replace
