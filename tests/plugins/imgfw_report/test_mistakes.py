"""The section `mistakes`."""

from __future__ import annotations

import numpy as np

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report.mistakes import Mistakes
from imgfw_report.report import Report

CLASSES = Target("class", "classes", ("a", "b"))


def wrong(shares):
    """A sample of truth "a" for each of these, decided to be "b" with this probability."""
    n = len(shares)
    return {"class": (CLASSES, [0] * n, [[1 - share, share] for share in shares], [1] * n)}


def names(figure):
    """The files of its cards, in order."""
    import re

    return re.findall(r'<p title="pictures/([^"]*)"', figure.html)


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Mistakes)


def test_the_most_confident_mistakes_are_shown_in_order(outcome, page_of):
    """As many as asked for, the most confident first; all of them can be opened."""
    page = page_of(outcome(wrong([0.6, 0.9, 0.7, 0.8])))

    figure = next(Mistakes(count=3).show(page))

    assert names(figure) == ["1.jpg", "3.jpg", "2.jpg"]
    assert figure.says[0].startswith("4 wrong of 4 judged.")
    assert "Open all 4" in figure.html
    assert page.album.opened()["openings"][0]["of"] == 4


def test_no_more_pictures_are_read_than_are_shown(outcome, page_of, seen):
    """With a count of nothing no picture is touched before a cell is opened."""
    list(Mistakes(count=0).show(page_of(outcome(wrong([0.9])))))

    assert seen == []


def test_doubts_and_the_best_are_shown(outcome, page_of):
    """The least certain of all, and the surest of what is right."""
    given = {"class": (CLASSES, [0, 1, 0], [[0.95, 0.05], [0.45, 0.55], [0.3, 0.7]], [0, 1, 1])}

    figures = {figure.title: figure for figure in Mistakes(count=4).show(page_of(outcome(given)))}

    assert names(figures["Most confident mistakes"]) == ["2.jpg"]
    assert names(figures["Least certain"]) == ["1.jpg", "2.jpg"]
    assert names(figures["Best"]) == ["0.jpg", "1.jpg"]


def test_no_mistakes_are_told(outcome, page_of):
    """Where all is right it says so."""
    right = {"class": (CLASSES, [0, 1], [[0.9, 0.1], [0, 1]], [0, 1])}

    figure = next(Mistakes().show(page_of(outcome(right))))

    assert figure.says == ("None: all 2 were decided rightly.",) and figure.html == ""


def test_where_nothing_was_judged_nothing_is_said(outcome, page_of):
    """Of a run without val and test."""
    none = {"class": (CLASSES, np.zeros(0, int), np.zeros((0, 2)), np.zeros(0, int))}

    assert list(Mistakes().show(page_of(outcome(none)))) == []


def test_every_type_of_target_has_its_mistakes(outcome, written):
    """Labels tell what was said and missed, numbers how far they are off; unknown truth is counted."""
    tags = Target("tags", "multi-label", ("dog", "cat"))
    given = {
        "class": (CLASSES, [-1, 0], [[0.5, 0.5], [1, 0]], [0, 0]),
        "tags": (tags, [[1.0, 0.0], [0.0, 1.0]], [[0.2, 0.9], [0.1, 0.9]], [[False, True], [False, True]]),
        "age": (Target("age", "number"), [30.0, 40.0], [[33.5], [40.0]], [33.5, 40.0]),
    }

    page = written(Report(sections=("mistakes",)), outcome(given))

    text = " ".join(page.text.split())
    assert "1 wrong of 2 judged, in one label at least. A mistake that" in text
    assert "The largest errors are wrong values surprisingly often" in text
    assert "said90.0 %cat missed20.0 %dog" in text.replace(" said", "said").replace(" cat", "cat")
    assert "Largest errors" in text
    assert "off by3.5" in text
    assert "None: the only one was decided rightly." in text


def test_a_picture_without_a_known_truth_is_counted(outcome, page_of):
    """Beside the mistakes."""
    given = {"class": (CLASSES, [-1, 0], [[0.5, 0.5], [0.1, 0.9]], [0, 1])}

    figure = next(Mistakes().show(page_of(outcome(given))))

    assert figure.says[0].startswith("1 wrong of 1 judged. 1 without a known truth.")
