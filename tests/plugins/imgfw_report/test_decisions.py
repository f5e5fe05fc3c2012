"""The section `decisions`."""

from __future__ import annotations

import re

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report.decisions import Decisions

TAGS = Target("tags", "multi-label", ("a", "b", "c"))
TRUTH = [[1, 0, 0], [1, 1, 0], [0, 0, float("nan")], [0, 1, 0]]
SAID = [[0.9, 0.2, 0.1], [0.3, 0.4, 0.1], [0.8, 0.1, 0.2], [0.1, 0.3, 0.1]]
DECIDED = [[True, False, False], [False, False, False], [True, False, False], [False, False, False]]
GIVEN = {"tags": (TAGS, TRUTH, SAID, DECIDED)}


def document(thresholds, notes=(), **scores):
    """The content of scores.json."""
    return {
        "scores": {"tags": {"test": {name: {"value": value} for name, value in scores.items()}}},
        "confusion": {},
        "baseline": {},
        "decisions": {"tags": {"thresholds": thresholds, "unknown": 0.0, "notes": list(notes)}},
    }


def shown(outcome, page_of, **more):
    """The figure and the page."""
    page = page_of(outcome(GIVEN, scores=document({"a": 0.5, "b": 0.6, "c": None}, **more)))
    (figure,) = Decisions().show(page)
    return figure, page


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Decisions)


def test_a_row_has_threshold_counts_and_figures(outcome, page_of):
    """Counted from the rows, with what the scores have of it."""
    figure, _ = shown(outcome, page_of, **{"f1:b": 0.0})

    text = " ".join(re.sub("<[^>]+>", " ", figure.html).split())
    assert "a 0.500 2 1 1 1 0.500 0.500 0.500" in text
    assert "b 0.600 2 0 0 2 – 0.000 0.000" in text
    assert "c – never 0 of 3 0 0 0 – – –" in text


def test_a_cell_opens_exactly_its_pictures(outcome, page_of):
    """Right, false alarms, missed."""
    _, page = shown(outcome, page_of)

    data = page.album.opened()

    opened = {o["title"]: [data["samples"][at]["uri"] for at in o["samples"]] for o in data["openings"]}
    assert opened == {
        "a, right": ["pictures/0.jpg"],
        "a, false alarms": ["pictures/2.jpg"],
        "a, missed": ["pictures/1.jpg"],
        "b, missed": ["pictures/3.jpg", "pictures/1.jpg"],
    }


def test_labels_are_text_whatever_they_are(outcome, page_of):
    """In cells, in what is told to those who do not see, and in what opens."""
    hostile = Target("tags", "multi-label", ('"><script>', "b"))
    given = {"tags": (hostile, [[1, 0]], [[0.9, 0.2]], [[True, False]])}

    (figure,) = Decisions().show(page_of(outcome(given, scores=document({'"><script>': 0.5, "b": 0.5}))))

    assert "<script" not in figure.html and figure.html.count("&lt;script&gt;") == 3


def test_labels_that_say_nothing_are_warned_of(outcome, page_of):
    """Never said, silent here, too few, and what could not be fitted."""
    figure, _ = shown(outcome, page_of, notes=["b: the threshold stays 0.6"])

    assert figure.warns == (
        "Never said, whatever the picture: c. No threshold was good enough on val.",
        "Said of none of these pictures, though some have it: b. Lower its threshold.",
        "Fewer than 10 of these pictures have a (2), b (2) and c (0): their figures tell little.",
        "b: the threshold stays 0.6",
    )


def test_the_weakest_label_is_told(outcome, page_of):
    """Of those with enough pictures, with what its mistakes mostly are."""
    tags = Target("tags", "multi-label", ("a", "b"))
    truth = [[1, 1]] * 12 + [[0, 0]] * 3
    decided = [[True, True]] * 10 + [[True, False]] * 2 + [[True, False]] * 3
    given = {"tags": (tags, truth, [[0.5, 0.5]] * 15, decided)}

    (figure,) = Decisions().show(page_of(outcome(given, scores=document({"a": 0.5, "b": 0.5}))))

    assert (
        "Weakest is a, with F1 0.889: 3 false alarms and 0 missed of 12. Mostly false alarms"
        in figure.says[1]
    )


def test_what_unknown_refuses_is_shown(outcome, page_of):
    """Of labels that exclude each other, with the shares that the scores hold."""
    who = Target("who", "classes", ("ann", "bob"))
    scores = document({})
    scores["decisions"] = {"who": {"thresholds": {}, "unknown": 0.6, "false_accepts": None}}
    held = {"value": 0.75, "low": 0.5, "high": 0.9, "n": 4, "unknown": 0, "reason": ""}
    scores["held"] = {"test": {"who": {"found": held}}}
    page = page_of(outcome({"who": (who, [0, 1], [[0.5, 0.5]] * 2, [-1, 1])}, scores=scores))

    (figure,) = Decisions().show(page)

    text = " ".join(re.sub("<[^>]+>", " ", figure.html).split())
    assert figure.title == "Unknown" and "Strangers 2 1 0 1" in text
    assert "known, and found 0.750 0.500 to 0.900" in text


def test_a_target_that_never_refuses_has_no_figure(outcome, page_of):
    """Its decisions are in the confusion."""
    who = Target("who", "classes", ("ann", "bob"))
    page = page_of(outcome({"who": (who, [0], [[0.5, 0.5]], [0])}))

    assert list(Decisions().show(page)) == []
