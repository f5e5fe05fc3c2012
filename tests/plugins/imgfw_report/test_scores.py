"""The section `scores`."""

from __future__ import annotations

import pytest

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report.report import Report
from imgfw_report.scores import Scores

CLASSES = Target("class", "classes", ("a", "b"))
GIVEN = {"class": (CLASSES, [0], [[0.2, 0.8]], [1])}


def score(value, low=None, high=None, **more):
    """A score as scores.json has it."""
    return {"value": value, "low": low, "high": high, "n": 40, "unknown": 0, **more}


def document(scores, baseline=None):
    """The content of scores.json."""
    return {
        "scores": {"class": {"test": scores}},
        "confusion": {},
        "baseline": {"class": {"label": "b", "accuracy": baseline}} if baseline else {},
    }


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Scores)


def test_figures_are_those_of_the_scores(outcome, written):
    """Values, intervals, baseline and label figures stand there as scores.json has them."""
    scores = {
        "accuracy": score(0.7312, 0.651, 0.7953),
        "f1-macro": score(None),
        "f1:a": score(0.25),
        "auc:half": score(0.9),
        "auc:all": score(0.9, reason="4 groups tell of it, 10 are needed"),
    }

    page = written(Report(sections=("scores",)), outcome(GIVEN, scores=document(scores, 0.125)))

    text = " ".join(page.text.split())
    assert "accuracy0.731 0.651 to 0.795" in text
    assert "auc:half0.900 no interval auc:all0.900 no interval: 4 groups tell of it, 10 are needed" in text
    assert "f1-macro– no interval" in text
    assert "always b0.125" in text
    assert "a 0.250no interval b –no interval" in text


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.6, 0.8, "It is better than always saying b: 0.700 against 0.500"),
        (0.2, 0.4, "It is worse than always saying b (0.500)"),
        (0.4, 0.8, "The interval holds 0.500, which always saying b reaches"),
    ],
)
def test_what_it_says_of_the_baseline_is_what_the_interval_says(outcome, page_of, low, high, told):
    """Better, worse, or nothing that shows that anything was learned."""
    given = document({"accuracy": score(0.7, low, high)}, 0.5)

    (figure,) = Scores().show(page_of(outcome(GIVEN, scores=given)))

    assert any(told in sentence for sentence in (*figure.says, *figure.warns))
    assert bool(figure.warns) == ("better" not in told)


def test_the_stroke_is_explained_where_there_is_one(outcome, page_of):
    """With a baseline, and an accuracy to hold against it."""
    told = "the red stroke is always saying b"

    (with_it,) = Scores().show(page_of(outcome(GIVEN, scores=document({"accuracy": score(0.7)}, 0.5))))
    (without,) = Scores().show(page_of(outcome(GIVEN, scores=document({"f1-macro": score(0.7)}, 0.5))))

    assert told in with_it.says[0] and told not in without.says[0]
    assert 'class="tick"' in with_it.html and 'class="tick"' not in without.html


def test_of_a_number_there_are_no_bars_to_explain(outcome, page_of):
    """Its figures have no scale in common."""
    age = {"age": (Target("age", "number"), [1.0], [[1.0]], [1.0])}
    scores = {"scores": {"age": {"test": {"mae": score(0.7)}}}, "confusion": {}, "baseline": {}}

    (figure,) = Scores().show(page_of(outcome(age, scores=scores)))

    assert figure.says[0].startswith("Beside a score stands its 95 % interval")
    assert 'class="bar"' not in figure.html


def test_few_samples_are_told(outcome, page_of):
    """With how many there were."""
    given = document({"accuracy": {**score(0.7, 0.6, 0.8), "n": 12}})

    (figure,) = Scores().show(page_of(outcome(GIVEN, scores=given)))

    assert figure.warns == ("Only 12 samples were judged: a few more would move every figure.",)


def test_folds_and_what_cleaners_would_leave_are_told(outcome, page_of):
    """By the first figure of each, as scores.json has it."""
    given = {
        **document({"accuracy": score(0.7, 0.6, 0.8)}),
        "folds": {"each": [0.5, 0.6, 0.7], "scores": {"class": {"accuracy": score(0.61, 0.52, 0.7)}}},
        "cleaned": {"scores": {"class": {"accuracy": score(0.75), "f1-macro": score(0.7)}}},
    }

    (figure,) = Scores().show(page_of(outcome(GIVEN, scores=given)))

    assert "All 3 folds as val: accuracy 0.610, 0.520 to 0.700, on 40 samples." in figure.says
    assert "Without what cleaners would drop: accuracy 0.750 on 40 samples." in figure.says


def test_a_target_that_nothing_scores_has_no_figure(outcome, page_of):
    """There is nothing to show."""
    assert list(Scores().show(page_of(outcome(GIVEN)))) == []
