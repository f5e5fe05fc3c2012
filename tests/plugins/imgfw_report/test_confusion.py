"""The section `confusion`."""

from __future__ import annotations

import re

import numpy as np

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report.confusion import Confusion

CLASSES = Target("class", "classes", ("a", "b", "c"))
GIVEN = {"class": (CLASSES, [0, 0, 1, 1, -1], [[1, 0, 0]] * 5, [0, 1, 0, -1, 0])}
SCORES = {"scores": {}, "confusion": {"class": {"test": [[1, 1, 0], [1, 0, 0], [0, 0, 0]]}}, "baseline": {}}


def shown(outcome, page_of, **more):
    """The figure and the page."""
    page = page_of(outcome(GIVEN, **{"scores": SCORES, **more}))
    (figure,) = Confusion().show(page)
    return figure, page


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Confusion)


def test_cells_hold_the_counts_of_the_scores(outcome, page_of):
    """Row by row, with those that were decided to be none, and all of a row."""
    figure, _ = shown(outcome, page_of)

    cells = re.findall(r">(\d+)</(?:button|td)>", figure.html)
    assert cells == ["1", "1", "2", "1", "1", "2", "0"]


def test_a_cell_opens_exactly_its_pictures(outcome, page_of):
    """Those of the row that were decided to be the column's label."""
    _, page = shown(outcome, page_of)

    data = page.album.opened()

    opened = {o["title"]: [data["samples"][at]["uri"] for at in o["samples"]] for o in data["openings"]}
    assert opened == {
        "a, decided to be a": ["pictures/0.jpg"],
        "a, decided to be b": ["pictures/1.jpg"],
        "b, decided to be a": ["pictures/2.jpg"],
        "b, decided to be none of them": ["pictures/3.jpg"],
    }


def test_every_cell_that_opens_is_named(outcome, page_of):
    """For who does not see where it stands."""
    figure, _ = shown(outcome, page_of)

    assert figure.html.count("<button") == figure.html.count("aria-label=") == 4
    assert 'aria-label="1 of b decided to be none of them"' in figure.html


def test_it_says_what_is_taken_for_what(outcome, page_of):
    """The largest cell off the diagonal, and labels of which nothing was judged."""
    figure, _ = shown(outcome, page_of)

    assert "No label is taken for the same other one more than once." in figure.says
    assert "Nothing was judged of c." in figure.says


def test_one_mistake_is_the_most_frequent_one(outcome, page_of):
    """Of several of one each none is, as the case before has it."""
    scores = {**SCORES, "confusion": {"class": {"test": [[2, 0, 0], [1, 0, 0], [0, 0, 0]]}}}

    figure, _ = shown(outcome, page_of, scores=scores)

    assert "Most often b is taken for a: once, 50% of all b." in " ".join(figure.says)


def test_where_nothing_was_judged_there_is_no_matrix(outcome, page_of):
    """Of a run without val and test."""
    given = {"class": (CLASSES, [], np.zeros((0, 3)), np.zeros(0, int))}
    scores = {**SCORES, "confusion": {"class": {"test": [[0] * 3] * 3}}}

    assert list(Confusion().show(page_of(outcome(given, scores=scores)))) == []


def test_a_target_without_counts_has_no_figure(outcome, page_of):
    """Numbers, and labels that do not exclude each other."""
    page = page_of(outcome(GIVEN))

    assert list(Confusion().show(page)) == []
