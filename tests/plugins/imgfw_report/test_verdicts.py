"""What to say about a sample, and which are worth showing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import Target
from imgfw_report.verdicts import Statement, least_certain, mistakes, percent, surest, told

CLASSES = Target("class", "classes", ("a", "b", "c"))
TAGS = Target("tags", "multi-label", ("x", "y", "z"))
NUMBER = Target("age", "number")


def test_the_most_confident_wrong_label_comes_first():
    """Wrong rows by the probability of what was decided; right and unknown ones are left out."""
    truth = np.array([0, 1, 1, -1, 2])
    decided = np.array([0, 0, 2, 0, 0])
    shares = np.array([[0.9, 0, 0.1], [0.6, 0.4, 0], [0.1, 0.1, 0.8], [1, 0, 0], [0.6, 0, 0.4]], np.float32)

    assert mistakes(CLASSES, truth, shares, decided).tolist() == [2, 1, 4]


def test_a_decision_for_none_comes_last():
    """None of the labels is a mistake, but no confident one."""
    truth, decided = np.array([2, 0]), np.array([-1, 1])
    shares = np.array([[0.2, 0.2, 0.6], [0.45, 0.55, 0]], np.float32)

    rows = mistakes(CLASSES, truth, shares, decided)

    assert rows.tolist() == [1, 0]
    assert told(CLASSES, truth[0], shares[0], decided[0]) == (
        Statement("said", ""),
        Statement("is", "c", "60.0 %"),
    )


def test_one_wrong_label_says_what_was_decided_and_what_holds():
    """Both labels come with their probability."""
    shares = np.array([0.75, 0.25, 0], np.float32)

    statements = told(CLASSES, np.int64(1), shares, np.int64(0))

    assert statements == (Statement("said", "a", "75.0 %"), Statement("is", "b", "25.0 %"))


def test_of_several_labels_the_worst_counts():
    """A missed label weighs by how improbable it seemed; an unknown one is not wrong."""
    nan = np.nan
    truth = np.array([[1, 0, 0], [1, 0, 0], [1, 0, 1], [nan, 0, 0], [nan, 0, nan]], np.float32)
    shares = np.array([[0.9, 0.7, 0], [0.1, 0, 0], [0.9, 0, 0.8], [1, 0.8, 0], [0.9, 0, 0.9]], np.float32)
    decided = shares > 0.5

    assert mistakes(TAGS, truth, shares, decided).tolist() == [1, 3, 0]
    assert told(TAGS, truth[3], shares[3], decided[3]) == (
        Statement("said", "y", "80.0 %"),
        Statement("says", "x", "100.0 %"),
    )


def test_of_several_labels_the_wrong_are_told_first():
    """What was wrongly said, then what was missed, the surest of each first; then what is right."""
    truth = np.array([1, 0, 0, 1, 1, 1], np.float32)
    shares = np.array([0.4, 0.6, 0.875, 0.9, 0.1, 0.25], np.float32)
    target = Target("tags", "multi-label", tuple("abcdef"))

    statements = told(target, truth, shares, shares > 0.5)

    assert [(s.role, s.text, s.figure) for s in statements] == [
        ("said", "c", "87.5 %"),
        ("said", "b", "60.0 %"),
        ("missed", "e", "10.0 %"),
        ("missed", "f", "25.0 %"),
        ("missed", "a", "40.0 %"),
        ("right", "d", "90.0 %"),
    ]
    assert told(target, truth * 0, shares * 0, shares > 1) == (Statement("right", ""),)


def test_numbers_are_ranked_by_how_far_they_are_off():
    """The largest error comes first; an unknown truth and an exact value are left out."""
    truth = np.array([1, 2, np.nan, 4], np.float32)
    decided = np.array([1.5, 2, 3, 2], np.float32)

    rows = mistakes(NUMBER, truth, decided[:, None], decided)

    assert rows.tolist() == [3, 0]
    assert [s.text for s in told(NUMBER, truth[3], decided[3:], decided[3])] == ["2", "4", "2"]


def test_a_label_that_is_right_is_told_once():
    """And one of which nobody knows whether it holds says only what the model says."""
    shares = np.array([0.75, 0.25, 0], np.float32)

    assert told(CLASSES, np.int64(0), shares, np.int64(0)) == (Statement("right", "a", "75.0 %"),)
    assert told(CLASSES, np.int64(-1), shares, np.int64(0)) == (Statement("says", "a", "75.0 %"),)
    assert told(NUMBER, np.float32("nan"), shares[:1], np.float32(2)) == (Statement("says", "2"),)


def test_the_least_certain_are_nearest_to_another_decision():
    """Two labels nearly as probable; or a label next to its threshold, wherever that lies."""
    shares = np.array([[0.9, 0.1, 0], [0.4, 0.35, 0.25], [0.5, 0.3, 0.2]], np.float32)

    assert least_certain(CLASSES, shares, {}).tolist() == [1, 2, 0]
    assert least_certain(TAGS, shares, {"x": 0.85, "y": 0.05, "z": None}).tolist() == [0, 2, 1]
    assert least_certain(NUMBER, shares[:, :1], {}).tolist() == []


def test_the_surest_are_right():
    """The most probable first; of several labels as sure as the least sure of them, if any holds."""
    shares = np.array([[0.9, 0.1, 0], [0.6, 0.4, 0], [0.8, 0.2, 0], [0.1, 0.1, 0.1]], np.float32)

    assert surest(CLASSES, np.array([0, 0, 1, -1]), shares, np.array([0, 0, 0, 0])).tolist() == [0, 1]
    truth = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0]], np.float32)
    assert surest(TAGS, truth, shares, shares > 0.5).tolist() == [0, 1]
    assert surest(NUMBER, truth[:, 0], shares[:, :1], truth[:, 0]).tolist() == []


@pytest.mark.parametrize("target", [CLASSES, TAGS, NUMBER])
def test_no_rows_have_no_mistakes(target):
    """Nothing judged, nothing wrong."""
    shape = (0, 3) if target is TAGS else (0,)

    assert mistakes(target, np.zeros(shape), np.zeros((0, 3)), np.zeros(shape, bool)).tolist() == []


@given(st.floats(0, 1))
def test_a_probability_below_one_is_never_shown_as_certain(share):
    """100.0 % is said of 1 alone."""
    assert (percent(share) == "100.0 %") == (share == 1)
