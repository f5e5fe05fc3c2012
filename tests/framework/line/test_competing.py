"""The candidates of a recipe, ranked on val."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from imgfw.line.competing import Competition, competed
from imgfw.line.shared import parted, surveyed
from imgfw.recipe import Candidate
from imgfw.recipe.tables import SplitTable
from imgfw.runfolder import StageRecord


def attempt(name: str, figure: float, val: float | None) -> Any:
    """What a candidate came to."""
    recipe = SimpleNamespace(best="a/error")
    bundle = SimpleNamespace(encoder=SimpleNamespace(key=f"rows of {name}"))
    return SimpleNamespace(name=name, figure=figure, val=val, recipe=recipe, bundle=bundle)


def test_of_equals_the_first_is_the_best():
    """The leaderboard has the best first, with the order in which they were walked."""
    attempts = [attempt("a", -0.5, 0.5), attempt("b", -0.25, 0.25), attempt("c", -0.25, 0.25)]

    competition = Competition(attempts)

    assert competition.best is attempts[1]
    assert [
        (e["candidate"], e["order"], e["chosen"], e["val"], e["rows"])
        for e in competition.plain()["leaderboard"]
    ] == [
        ("b", 2, True, 0.25, "rows of b"),
        ("c", 3, False, 0.25, "rows of c"),
        ("a", 1, False, 0.5, "rows of a"),
    ]
    assert competition.plain()["refined"] is None


def test_without_a_figure_the_recipe_as_it_stands_is_taken():
    """Where there is no val split nobody is better."""
    attempts = [attempt("a", float("-inf"), None), attempt("b", float("-inf"), None)]

    assert Competition(attempts).best is attempts[0]


def test_once_the_time_is_up_no_further_candidate_begins(recipe, lay, changed):
    """The recipe as it stands is walked whatever the time; the others are told by name."""
    split = SplitTable(train=0.6, val=0.2, test=0.2, exact=True)
    several = changed(
        recipe, split=split, candidates=tuple(Candidate(name, recipe) for name in ("wide", "deep"))
    )
    line = lay(several, time_limit=0.0)
    samples, targets = surveyed(line, StageRecord("survey"))
    samples, _ = parted(line, samples, StageRecord("split"))

    competition = competed(line, samples, targets)

    assert [each.name for each in competition.attempts] == [recipe.name]
    assert competition.plain()["untried"] == ["wide", "deep"]
