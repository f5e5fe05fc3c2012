"""How often each label held, was decided, and both."""

import numpy as np

from imgfw import Target
from imgfw_basics.counts import count, figures, names

EXCLUSIVE = Target("class", "classes", ("a", "b", "c"))


def test_exclusive_labels_are_counted_row_by_row():
    """Each row counts once for its true and once for its decided label."""
    truth, decided = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])

    counts = count(truth, decided, EXCLUSIVE)

    assert counts.held.tolist() == [2, 2, 0]
    assert counts.decided.tolist() == [1, 3, 0]
    assert counts.both.tolist() == [1, 2, 0]


def test_a_row_decided_to_be_none_counts_for_no_decision():
    """-1 holds the truth against its label and is a decision for none."""
    truth, decided = np.array([0, 2]), np.array([-1, 2])

    counts = count(truth, decided, EXCLUSIVE)

    assert counts.held.tolist() == [1, 0, 1]
    assert counts.decided.tolist() == [0, 0, 1]
    assert counts.both.tolist() == [0, 0, 1]


def test_several_labels_are_counted_each_for_itself():
    """Every column of a multi-label target has counts of its own."""
    target = Target("tags", "multi-label", ("a", "b"))
    truth = np.array([[1, 0], [1, 1], [0, 0]], np.float32)
    decided = np.array([[True, True], [False, True], [False, False]])

    counts = count(truth, decided, target)

    assert counts.held.tolist() == [2, 1]
    assert counts.decided.tolist() == [1, 2]
    assert counts.both.tolist() == [1, 1]


def test_the_mean_over_labels_comes_first():
    """Macro, micro, then one figure for each label in order."""
    given = names("f1", EXCLUSIVE)

    assert given == ("f1-macro", "f1-micro", "f1:a", "f1:b", "f1:c")


def test_nothing_to_divide_by_is_zero():
    """A label without rows has 0 and takes part in the mean."""
    part, whole, known = np.array([1, 3, 0]), np.array([2, 3, 0]), np.array([5, 5, 5])

    found = figures("recall", part, whole, known, EXCLUSIVE)

    assert found == {
        "recall-macro": 0.5,
        "recall-micro": 0.8,
        "recall:a": 0.5,
        "recall:b": 1.0,
        "recall:c": 0.0,
    }


def test_what_is_unknown_is_not_counted():
    """A row counts for the labels that it knows."""
    target = Target("tags", "multi-label", ("a", "b"))
    truth = np.array([[1, np.nan], [np.nan, 1], [0, 0]], np.float32)

    counts = count(truth, np.ones((3, 2), bool), target)

    assert counts.held.tolist() == [1, 1] and counts.known.tolist() == [2, 2]
    assert counts.decided.tolist() == [2, 2] and counts.both.tolist() == [1, 1]


def test_a_label_that_no_row_knows_is_no_part_of_the_mean():
    """It is undefined; where all are, everything is."""
    part, whole = np.array([1, 3, 0]), np.array([2, 3, 0])

    found = figures("recall", part, whole, np.array([5, 5, 0]), EXCLUSIVE)
    none = figures("recall", np.zeros(3), np.zeros(3), np.zeros(3), EXCLUSIVE)

    assert (found["recall-macro"], found["recall-micro"]) == (0.75, 0.8)
    assert np.isnan(found["recall:c"]) and np.isnan(list(none.values())).all()
