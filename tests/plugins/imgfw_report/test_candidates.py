"""The section `candidates`."""

from __future__ import annotations

import re

import pytest

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report.candidates import MOST, Candidates

CLASSES = Target("class", "classes", ("a", "b"))
GIVEN = {"class": (CLASSES, [0], [[0.2, 0.8]], [1])}


def board(*values, best="class/accuracy"):
    """A leaderboard of candidates that came to these, best first."""
    names = [f"c{i}" for i in range(len(values))]
    rows = zip(names, values, strict=True)
    return tuple({"candidate": n, "best": best, "val": v, "chosen": n == "c0", "order": 1} for n, v in rows)


def document(value=0.8, low=0.6, high=0.9, **more):
    """The content of scores.json."""
    score = {"value": value, "low": low, "high": high, "n": 30, "unknown": 0, "reason": ""}
    scores = {"class": {"val": {"accuracy": score}}}
    return {"scores": scores, "confusion": {}, "baseline": {}, **more}


def shown(outcome, page_of, entries, scores):
    """The figures."""
    return list(Candidates().show(page_of(outcome(GIVEN, leaderboard=entries, scores=scores))))


def told(figure):
    """Its text."""
    return " ".join(re.sub("<[^>]+>", " ", figure.html).split())


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Candidates)


def test_rows_are_those_of_the_leaderboard(outcome, page_of):
    """With the interval of the chosen one, and who lies in it."""
    (figure,) = shown(outcome, page_of, board(0.8, 0.7, 0.5, None), document(untried=["late"]))

    assert told(figure) == "c0 0.800 chosen c1 0.700 within the interval c2 0.500 c3 – late – no time"
    assert 'width="80.0"' in figure.html and 'x="60.0" y="4.5" width="30.0"' in figure.html
    assert figure.title == "By class/accuracy on val"


@pytest.mark.parametrize(
    ("values", "scores", "sentence"),
    [
        ((0.8, 0.7, 0.5), document(), "c1 lies within the 95 % interval of the chosen one, 0.600 to 0.900"),
        ((0.8, 0.5), document(), "No other lies within the 95 % interval of the chosen one, 0.600 to 0.900"),
        ((0.8, 0.5), document(low=None), "There is no interval for this figure on val"),
        ((0.8, 0.5), document(value=0.3), "There is no interval for this figure on val"),
        ((0.2, 0.5), document(0.2, 0.1, 0.3), "Lower is better."),
        ((0.8,), document(untried=["x", "y"]), "For x and y there was no time."),
    ],
)
def test_what_it_says_of_chance_is_what_the_interval_says(outcome, page_of, values, scores, sentence):
    """Which is that of scores.json, of the same figure."""
    (figure,) = shown(outcome, page_of, board(*values), scores)

    assert any(sentence in each for each in figure.says)


def test_with_folds_the_interval_is_that_of_all_of_them(outcome, page_of):
    """For that is what candidates are ranked by."""
    score = {"value": 0.8, "low": 0.75, "high": 0.85, "n": 90}
    scores = document(0.3, 0.2, 0.4, folds={"scores": {"class": {"accuracy": score}}})

    (figure,) = shown(outcome, page_of, board(0.8, 0.76), scores)

    assert "c1 lies within the 95 % interval of the chosen one, 0.750 to 0.850 on 90" in figure.says[0]


def test_trials_of_a_refinement_are_shown_in_their_order(outcome, page_of):
    """What was changed, what it came to, and which was kept."""
    trials = [
        {"order": 1, "change": {}, "val": 0.6, "kept": False, "reason": ""},
        {"order": 2, "change": {"head.0.units": [64]}, "val": 0.7, "kept": True, "reason": ""},
        {"order": 3, "change": {"seed": 1}, "val": None, "kept": False, "reason": "loss is NaN\nat 3"},
    ]
    refined = {"from": "c0", "search": "greedy", "epochs": 1, "trials": trials, "untried": 4}

    _, figure = shown(outcome, page_of, board(0.8, 0.7), document(refined=refined))

    assert (
        told(figure)
        == "as it is 0.600 head.0.units = [64] 0.700 better than all before seed = 1 – loss is NaN"
    )
    assert "3 trials by greedy search, each trained for 1 epoch" in figure.says[0]
    assert figure.says[1:] == (
        "Trained in full, what it came to is no better than c0, which is kept.",
        "For 4 more there was no time.",
    )


def test_of_many_the_first_are_shown(outcome, page_of):
    """And how many more there are."""
    (figure,) = shown(outcome, page_of, board(*[0.8] * (MOST + 3)), document())

    assert figure.html.count('<div class="score') == MOST and "3 more are in scores.json." in figure.html


def test_names_and_reasons_are_text_whatever_they_are(outcome, page_of):
    """Of candidates, of those untried, of changes, and of failures."""
    entries = tuple({**entry, "candidate": f"<i>{entry['candidate']}"} for entry in board(0.8, 0.7))
    trial = {"order": 1, "change": {"<i>": "<i>"}, "val": None, "kept": False, "reason": "<i>"}
    refined = {"from": "<i>", "search": "grid", "epochs": None, "trials": [trial], "untried": 0}

    figures = shown(outcome, page_of, entries, document(untried=["<i>late"], refined=refined))

    assert not any("<i>" in figure.html for figure in figures)
    assert sum(figure.html.count("&lt;i&gt;") for figure in figures) == 6


def test_a_recipe_alone_has_no_figure(outcome, page_of):
    """There was nothing to choose."""
    assert shown(outcome, page_of, board(0.8), document(refined=None)) == []
