"""What pydantic found, in plain words."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from pydantic import BaseModel, field_validator, model_validator

from imgfw.recipe.findings import inner, named, real
from imgfw.recipe.read import parse
from imgfw.recipe.record import record
from imgfw.recipe.spots import Problems


def told(cls: type, text: str) -> list[str]:
    """The problems of a text, each as one line without the line of the recipe."""
    problems = Problems()
    document = parse(text, Path("r.toml"), problems)
    assert document.tables is not None
    record(cls, document.tables, document.spots, problems)
    return [str(problem).split("\n")[0] for problem in problems.in_order()]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("Flip", "rte = 1", 'r.toml:1:1: expected a known key, got "rte" (did you mean "rate"?)'),
        (
            "Flip",
            "rate = 1.5",
            'r.toml:1:1: expected a number from 0 to 1 for "rate", got 1.5 (Share of pictures mirrored)',
        ),
        ("Flip", "rate = true", "got true (Share of pictures mirrored)"),
        ("Net", "size = 12", 'for "size", got 12'),
        ("Net", 'freeze = "most"', 'expected a whole number or "all" for "freeze", got "most"'),
        ("Net", "weights = 3", 'expected "imagenet" or "none" or text naming a path for "weights", got 3'),
        ("Dense", "units = [1,\n 0]", 'r.toml:2:2: expected a whole number of 1 or more for "units", got 0'),
        ("Dense", 'target = ["a"]', 'expected text for "target", got ["a"]'),
        ("Dense", "inputs = []", 'for "inputs", got []'),
        ("Turn", "degrees = [1]", 'expected a list of a number, a number for "degrees", got [1]'),
        (
            "Gym",
            "phase = [{epochs = 1}, {epoch = 2}]",
            'r.toml:1:24: expected the key "epochs": a whole number',
        ),
        (
            "Gym",
            "phase = [{epochs = 1, rat = 2}]",
            'r.toml:1:23: expected a known key, got "rat" (did you mean "rate"?)',
        ),
        (
            "Gym",
            "teacher = {epochs = 0}",
            'r.toml:1:12: expected a whole number of 1 or more for "epochs", got 0',
        ),
        ("Gym", "teacher = 3", 'expected a table for "teacher", got 3'),
        ("Gym", "notes = {a = 1}", 'expected text for "a", got 1'),
        ("Gym", "aims = {tsi = 1}", 'expected a known key, got "tsi" (did you mean "tsv"?)'),
        (
            "Shelf",
            "depth = 1.0",
            'expected a whole number from 1 to 9 for "depth", got 1.0 (How deep to look)',
        ),
        ("Shelf", "depth = 1", 'expected the key "path": text naming a path, got none (The folder)'),
    ],
)
def test_what_was_expected_and_what_came(parts: ModuleType, name: str, text: str, line: str) -> None:
    """Each problem stands at its key and says what the parameter takes, what came and what it is for."""
    assert any(line in problem for problem in told(getattr(parts, name), text))


def test_one_problem_a_place(parts: ModuleType) -> None:
    """A value that fits none of several types is one problem."""
    assert len(told(parts.Net, "freeze = [1]\nweights = [2]")) == 2


def test_names_of_union_members_are_no_keys() -> None:
    """Of pydantic's location only what the table has is kept."""
    table = {"phase": [{"epochs": "x"}]}

    assert real(table, ("phase", "Warm", 0, "epochs", "int")) == ("phase", 0, "epochs")
    assert inner(table, ("phase", 0)) == {"epochs": "x"}


def test_a_place_in_a_list_has_the_name_of_the_list() -> None:
    """An index is told by the key before it."""
    assert named(("head", "units", 3)) == '"units"'
    assert named(()) == '"value"'


class OneOf(BaseModel):
    """A record whose own checks tell what they expect, and may tell what came."""

    width: float = 1.0
    depth: int = 1

    @field_validator("width")
    @classmethod
    def _is_known(cls, width: float) -> float:
        if width not in (0.5, 1.0):
            raise ValueError("one of 0.5, 1.0")
        return width

    @model_validator(mode="after")
    def _fits(self) -> OneOf:
        if self.depth > self.width:
            raise ValueError("a depth below the width")
        return self


def test_a_check_of_a_field_is_told_with_what_came() -> None:
    """Also where the check does not say it; one of the whole table has no single value to tell."""
    assert told(OneOf, "width = 0.3") == ["r.toml:1:1: expected one of 0.5, 1.0, got 0.3"]
    assert told(OneOf, "depth = 3") == ["r.toml:1:1: expected a depth below the width"]


def test_what_may_stand_in_text_that_could_not_be_read_is_not_missing(parts: ModuleType) -> None:
    """The fault of that text is all there is to tell."""
    problems = Problems()
    document = parse('path = "pictures\ndepth = 1\n', Path("r.toml"), problems)
    problems.hidden = document.hidden
    assert document.tables == {"depth": 1}

    record(parts.Shelf, document.tables, document.spots, problems)

    assert [problem.where for problem in problems.in_order()] == ["r.toml:1:1"]
