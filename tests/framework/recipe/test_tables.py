"""The core's own tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from imgfw.recipe.tables import (
    CHANGEABLE,
    SECTIONS,
    SHARES,
    AugmentTable,
    GroupTable,
    Settings,
    SplitTable,
)


def split(**given: Any) -> SplitTable:
    """The split table with these keys."""
    return SplitTable.model_validate_json(json.dumps(given))


def test_defaults_are_those_of_the_manual() -> None:
    """Tables that are not given have the documented defaults."""
    assert (split().train, split().val, split().test, split().exact) == (0.7, 0.15, 0.15, False)
    assert AugmentTable() == AugmentTable(per_sample=1, original=True)
    assert (Settings().name, Settings().seed, Settings().best) == (None, 0, "")


@given(st.dictionaries(st.sampled_from(sorted(SHARES)), st.floats(0, 0.5), min_size=1, max_size=2))
def test_shares_that_are_not_given_divide_the_rest(given: dict[str, float]) -> None:
    """Given shares stay what they are; the others keep their proportions, and all sum to 1."""
    table = split(**given)

    shares = {name: getattr(table, name) for name in SHARES}
    missing = [name for name in SHARES if name not in given]
    assert sum(shares.values()) == pytest.approx(1)
    assert all(shares[name] == share for name, share in given.items())
    assert shares[missing[0]] * SHARES[missing[-1]] == pytest.approx(shares[missing[-1]] * SHARES[missing[0]])


@pytest.mark.parametrize(
    "given",
    [
        {"train": 0.9, "test": 0.2},
        {"train": 0.5, "val": 0.2, "test": 0.2},
        {"train": -0.1},
        {"train": "0.5"},
        {"val": True},
        {"splits": {"valid": "dev"}},
        {"exact": 1},
    ],
)
def test_splits_that_make_no_sense_are_refused(given: dict[str, Any]) -> None:
    """Shares that do not sum to 1, shares that are no shares, and unknown splits are refused."""
    with pytest.raises(ValidationError):
        split(**given)


@pytest.mark.parametrize(("burst", "seconds"), [(None, None), ("3s", 3), ("1.5m", 90), ("2h", 7200)])
def test_the_time_of_a_burst_is_seconds(burst: str | None, seconds: float | None) -> None:
    """Seconds, minutes and hours are told apart; without one there are no bursts."""
    assert GroupTable(burst=burst).burst_seconds == seconds


@pytest.mark.parametrize("burst", ["3", "s", "-3s", "3 s", "3d"])
def test_other_times_are_refused(burst: str) -> None:
    """A number without a unit could mean anything."""
    with pytest.raises(ValidationError):
        GroupTable(burst=burst)


@pytest.mark.parametrize("name", ["", "a/b", "..", "a b", "x" * 65])
def test_names_can_be_folders(name: str) -> None:
    """A name that cannot begin the name of a folder everywhere is refused."""
    with pytest.raises(ValidationError):
        Settings(name=name)


def test_every_section_comes_once() -> None:
    """In the order in which a recipe tells them, candidates and refinements last."""
    assert len(set(SECTIONS)) == len(SECTIONS) and SECTIONS[-2:] == ("candidate", "refine")
    assert set(CHANGEABLE) < set(SECTIONS)


@pytest.mark.parametrize(
    "given", ["per_sample=100000000", "most_per_sample=10001", "per_class_at_least=1000001", "per_sample=0"]
)
def test_rows_beyond_all_sense_are_a_problem(told: Callable[..., tuple], good: str, given: str) -> None:
    """The bound is told, before anything is planned."""
    (problem,) = told(good.split("[[candidate]]")[0], f"augment.{given}")

    assert problem.where == f"--set augment.{given.partition('=')[0]}" and " from " in problem.what
