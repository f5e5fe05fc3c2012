"""The candidate that was chosen."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from imgfw_report.chosen import chosen_score

SCORE = {"value": 0.8, "low": 0.6, "high": 0.9, "n": 30}
BOARD = (
    {"candidate": "a", "best": "class/f1", "val": 0.8, "chosen": True},
    {"candidate": "b", "best": "class/f1", "val": 0.7, "chosen": False},
)


def run(score=SCORE, board=BOARD, **more):
    """A run with this score on val."""
    scores = {"scores": {"class": {"val": {"f1": score}}}, **more}
    return SimpleNamespace(leaderboard=board, scores=scores)


def test_it_is_the_score_on_val():
    """Of the figure by which was chosen."""
    assert chosen_score(run()) == SCORE


def test_with_folds_it_is_that_of_all_of_them():
    """Which candidates are ranked by."""
    folds = {"scores": {"class": {"f1": {**SCORE, "n": 90}}}}

    assert chosen_score(run({**SCORE, "value": 0.1}, folds=folds)) == {**SCORE, "n": 90}


@pytest.mark.parametrize(
    "given", [run({**SCORE, "low": None}), run({**SCORE, "value": 0.5}), run(board=()), run({})]
)
def test_without_an_interval_of_this_very_score_there_is_none(given):
    """Nothing is made up."""
    assert chosen_score(given) is None
