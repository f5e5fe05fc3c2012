"""Targets: labels, truth and decided names."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.errors import RunError
from imgfw.targets import Target, decided_names, known, partly_known, row_weights, truth, with_labels


def test_width_is_one_a_label_and_one_for_a_number():
    """A prediction has a value for each label, and one for a number."""
    assert Target("a", "multi-label", ("x", "y", "z")).width == 3
    assert Target("b", "number").width == 1


def test_a_target_reads_back_from_json():
    """What stands in bundle.json is the target again, its edges to the last digit."""
    for target in (Target("a", "ordinal", ("x", "y"), (0.1,)), Target("n", "number"), Target("c")):
        assert Target.of(json.loads(json.dumps(target.plain()))) == target


def test_labels_that_hold_have_names():
    """In the order of the target, whatever hold."""
    target = Target("t", "multi-label", ("x", "y", "z"))

    assert target.named(np.array([True, False, True])) == ("x", "z")
    assert target.named(np.zeros(3, bool)) == ()


def test_labels_are_read_from_the_samples_sorted():
    """A target without labels takes those that occur; one with labels keeps them."""
    labels = [{"t": tuple("fbgd")}, {"t": tuple("aceh")}, {}]

    assert with_labels(Target("t"), labels).labels == tuple("abcdefgh")
    assert with_labels(Target("t", labels=("z",)), labels).labels == ("z",)


def test_truth_of_classes():
    """The position of the label; -1 where it is unknown, or where it is none of them."""
    found = truth(Target("t", labels=("a", "b")), [{"t": ("b",)}, {}, {"t": ()}, {"t": ("a",)}])

    assert found.tolist() == [1, -1, -1, 0]


@pytest.mark.parametrize("type", ["classes", "ordinal"])
def test_what_has_two_labels_that_exclude_each_other_is_unknown(type: str):
    """Neither is taken for the truth."""
    found = truth(Target("t", type, ("a", "b", "c")), [{"t": ("b", "c")}, {"t": ("c",)}])

    assert found.tolist() == [-1, 2]


def test_truth_of_several_labels_tells_none_from_unknown():
    """No label is a row of zeros, an unknown truth a row of NaN."""
    target = Target("t", "multi-label", ("a", "b"))

    found = truth(target, [{"t": ("b", "a")}, {"t": ()}, {}])

    assert found[:2].tolist() == [[1, 1], [0, 0]]
    assert np.isnan(found[2]).all()
    assert known(target, found).tolist() == [True, True, False]


def test_truth_of_labels_of_which_some_are_unknown():
    """They are NaN, the others as known; such a row teaches and counts, but has no whole truth."""
    target = Target("t", "multi-label", ("a", "b", "c"))

    found = truth(target, [{"t": ("b",), "t:unknown": ("a",)}, {"t": (), "t:unknown": ("a", "b", "c")}, {}])

    assert np.array_equal(found[0], np.float32([np.nan, 1, 0]), equal_nan=True)
    assert np.isnan(found[1:]).all()
    assert known(target, found).tolist() == [False] * 3
    assert partly_known(target, found).tolist() == [True, False, False]
    assert row_weights(target, found, "none").tolist() == [1, 0, 0]


def test_an_unknown_label_that_no_sample_has_is_no_label():
    """Labels are those that occur; what is only ever unknown is none of them."""
    target = with_labels(Target("t", "multi-label"), [{"t": ("b",), "t:unknown": ("z",)}])

    assert target.labels == ("b",)
    assert truth(target, [{"t": ("b",), "t:unknown": ("z",)}]).tolist() == [[1]]


def test_rows_that_teach_are_known_rows_where_labels_exclude_each_other():
    """And for numbers."""
    classes, number = np.array([0, -1]), np.float32([1, np.nan])

    assert partly_known(Target("t", labels=("a", "b")), classes).tolist() == [True, False]
    assert partly_known(Target("t", "number"), number).tolist() == [True, False]


def test_truth_of_a_number():
    """The number as float32, NaN where it is unknown."""
    target = Target("t", "number")

    found = truth(target, [{"t": 1.5}, {}])

    assert found.dtype == np.float32
    assert found[0] == 1.5 and np.isnan(found[1])
    assert known(target, found).tolist() == [True, False]


def test_a_label_that_the_target_does_not_name_is_refused():
    """An unknown label is an error that names it, never a silent none."""
    with pytest.raises(RunError, match='label "c"'):
        truth(Target("t", labels=("a", "b")), [{"t": ("c",)}])


def test_a_number_for_labels_is_refused_and_the_reverse():
    """Numbers and label names are not taken for each other."""
    with pytest.raises(RunError, match="expected label names"):
        truth(Target("t", labels=("a",)), [{"t": 1.0}])
    with pytest.raises(RunError, match="expected a number"):
        truth(Target("t", "number"), [{"t": ("a",)}])


def test_rows_count_as_their_labels_do():
    """Unknown rows count nothing; balanced labels count the same in all; named ones as said, others 1."""
    target, found = Target("t", labels=("x", "y", "z")), np.array([0, 0, 0, 1, -1])

    plain, balanced = row_weights(target, found, "none"), row_weights(target, found, "balanced")
    named = row_weights(target, found, {"y": 5.0})

    assert plain.tolist() == [1, 1, 1, 1, 0]
    assert balanced.tolist() == pytest.approx([4 / 6, 4 / 6, 4 / 6, 4 / 2, 0])
    assert named.tolist() == [1, 1, 1, 5, 0]
    assert balanced.dtype == np.float32


def test_a_weight_for_a_label_that_is_not_there_is_refused():
    """The error has the nearest label."""
    with pytest.raises(RunError, match=r'class_weights names "dgo" .did you mean "dog"'):
        row_weights(Target("t", labels=("cat", "dog")), np.array([0, 1]), {"dgo": 2.0})


@given(st.lists(st.integers(-1, 2), min_size=1, max_size=30))
def test_balanced_labels_weigh_the_same(indexes: list[int]):
    """Whatever the counts: every label that occurs has the same sum, and all together the number of rows."""
    found = np.array(indexes, np.int64)

    weights = row_weights(Target("t", labels=("x", "y", "z")), found, "balanced")

    sums = [weights[found == label].sum() for label in set(indexes) - {-1}]
    assert sums == pytest.approx([sums[0]] * len(sums)) if sums else True
    assert weights.sum() == pytest.approx((found >= 0).sum(), rel=1e-5)


@given(st.lists(st.integers(-1, 2), max_size=20))
def test_decided_names_and_truth_agree(indexes: list[int]):
    """What was decided reads as the label whose truth it would be; none reads as nothing."""
    target = Target("t", labels=("x", "y", "z"))

    names = decided_names(target, np.array(indexes, np.int64))

    again = truth(target, [{"t": (name,)} if name else {} for name in names])
    assert again.tolist() == indexes


def test_decided_names_of_several_labels_are_joined():
    """Labels that hold together are joined by a bar."""
    target = Target("t", "multi-label", ("x", "y", "z"))

    names = decided_names(target, np.array([[True, False, True], [False, False, False]]))

    assert names == ["x|z", ""]
