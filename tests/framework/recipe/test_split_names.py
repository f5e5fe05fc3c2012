"""Names of splits: what a source knows of them is checked before the survey."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest

from imgfw.errors import CallError, Problem, RecipeError
from imgfw.recipe import load
from imgfw.registry import Registry

TEXT = """\
[[source]]
use = "parted"
{}
[backbone]
use = "mean"
[[head]]
use = "nearest"
target = "person"
[[metric]]
use = "share"
"""


@pytest.fixture
def told(folder: Path, parts: ModuleType):
    """told(text) -> the problems of a recipe whose source has the splits train, dev2 and holdout."""

    class Parted(parts.Drawn):  # type: ignore[name-defined, misc]
        use: Literal["parted"] = "parted"
        broken: bool = False

        def given_splits(self) -> Mapping[str, str]:
            if self.broken:
                raise CallError("cannot be read")
            return {"train": "1.jpg", "dev2": "2.jpg", "holdout": "3.jpg"}

    def problems_of(text: str) -> tuple[Problem, ...]:
        registry = Registry.of(parts.plugin("toys", [*parts.COMPONENTS, Parted]))
        Path("r.toml").write_text(TEXT.format(text))
        try:
            load(Path("r.toml"), (), registry)
        except RecipeError as error:
            return error.problems
        return ()

    return problems_of


def test_every_unknown_split_is_told_at_its_source(told) -> None:
    """With the first sample in it and the way out."""
    found = told("")

    assert [problem.where for problem in found] == ["r.toml:1:1"] * 2
    assert [problem.what for problem in found] == [
        f"{uri}: split {split!r}; expected train, val or test: rename it by [split] splits"
        for uri, split in (("2.jpg", "dev2"), ("3.jpg", "holdout"))
    ]


def test_a_split_that_is_renamed_is_fine(told) -> None:
    """The others are told still."""
    (problem,) = told('[split]\nsplits = { dev2 = "val" }')

    assert "holdout" in problem.what
    assert told('[split]\nsplits = { dev2 = "val", holdout = "test" }') == ()


def test_a_source_that_cannot_be_read_is_not_told_twice(told) -> None:
    """Its targets say it."""
    assert told("broken = true") == ()
