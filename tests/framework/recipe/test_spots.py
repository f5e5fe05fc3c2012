"""Where values stand, and how problems are collected."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgfw.recipe.spots import Problems, Spot, dotted


@pytest.fixture
def spot() -> Spot:
    """A spot with one key inside."""
    inner = Spot("r.toml:2:1", "r.toml:2", "units = 3", 10, Path())
    return Spot("r.toml:1:1", "r.toml:1", "[head]", 0, Path(), {"units": inner})


def test_the_nearest_known_place_is_given(spot: Spot) -> None:
    """`at` gives the last known place on the way, `exactly` only the place itself."""
    assert spot.at("units", 4).where == "r.toml:2:1"
    assert spot.at("depth").where == "r.toml:1:1"
    assert spot.exactly("depth") is None
    assert spot.exactly("units") is spot.kids["units"]


def test_credit_reaches_everything_inside(spot: Spot) -> None:
    """A credited spot has the new origin at every depth, and the old one keeps its own."""
    credited = spot.credited("candidate x")

    assert (credited.origin, credited.kids["units"].origin) == ("candidate x", "candidate x")
    assert spot.kids["units"].origin == "r.toml:2"


def test_a_spread_spot_stands_for_everything_inside(spot: Spot) -> None:
    """Every key and index of a value has the spot of the value."""
    spread = spot.spread({"a": [1, {"b": 2}]})

    inner = spread.exactly("a", 1, "b")
    assert inner is not None
    assert inner.where == "r.toml:1:1"
    assert spread.exactly("units") is None


def test_problems_come_once_and_in_the_order_of_the_file(spot: Spot) -> None:
    """A problem that is noted twice is told once, and the first line comes first."""
    problems = Problems()

    problems.add(spot.at("units"), "expected text", "3")
    problems.add(spot, "expected a name")
    problems.add(spot.at("units"), "expected text", "3")

    assert [problem.where for problem in problems.in_order()] == ["r.toml:1:1", "r.toml:2:1"]


def test_taken_problems_are_only_the_new_ones(spot: Spot) -> None:
    """What others found too is not told again; what only they found gets a hint."""
    problems, others = Problems(), Problems()
    problems.add(spot, "expected a name")
    others.add(spot, "expected a name")
    others.add(spot, "expected text", "3", "quotes")

    problems.take(others, "in the candidate")

    assert [problem.hint for problem in problems.in_order()] == ["", "quotes; in the candidate"]


def test_keys_are_written_as_toml_writes_them() -> None:
    """Keys that are not bare are quoted."""
    assert dotted(("head", 0, "a b")) == 'head.0."a b"'


def test_a_problem_cannot_move_the_cursor() -> None:
    """Whatever stands in the recipe, each part of a problem is one line of visible characters."""
    problems, spot = Problems(), Spot("a\x1b[2J:1:1", "a", "line\r", 0, Path())
    problems.add(spot, "wh\nat", "g\0t", "h\x7fnt")

    assert str(problems.in_order()[0]) == "a�[2J:1:1: wh�at, got g�t (h�nt)\n    line�"


def test_hidden_text_is_asked_for_whole_keys() -> None:
    """A key that is only part of another does not count."""
    problems = Problems('my-path = "x\npaths = 3')

    assert problems.hides("paths") and problems.hides("my-path") and not Problems().hides("path")
    assert not problems.hides("path")


def test_problems_can_be_told_apart() -> None:
    """By what others found, and by where they stand."""
    here, there = Spot("a:1:1", "a:1", "", 0, Path()), Spot("a:2:1", "a:2", "", 9, Path())
    problems, others = Problems(), Problems()
    problems.add(here, "one")
    problems.add(there, "two")
    others.add(here, "one")

    assert [problem.what for problem in problems.without(others).in_order()] == ["two"]
    assert [problem.what for problem in problems.elsewhere("a:2:1").in_order()] == ["one"]
    assert len(problems) == 2
