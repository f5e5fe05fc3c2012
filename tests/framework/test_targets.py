"""Targets: labels, truth and decided names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.errors import RunError
from imgfw.targets import Target, decided_names, known, truth, with_labels


def test_width_is_one_a_label_and_one_for_a_number():
    """A prediction has a value for each label, and one for a number."""
    assert Target("a", "multi-label", ("x", "y", "z")).width == 3
    assert Target("b", "number").width == 1


def test_labels_are_read_from_the_samples_sorted():
    """A target without labels takes those that occur; one with labels keeps them."""
    labels = [{"t": ("b",)}, {"t": ("a", "c")}, {}]

    assert with_labels(Target("t"), labels).labels == ("a", "b", "c")
    assert with_labels(Target("t", labels=("z",)), labels).labels == ("z",)


def test_truth_of_classes():
    """The position of the label; -1 where it is unknown, or where it is none of them."""
    found = truth(Target("t", labels=("a", "b")), [{"t": ("b",)}, {}, {"t": ()}, {"t": ("a",)}])

    assert found.tolist() == [1, -1, -1, 0]


def test_truth_of_several_labels_tells_none_from_unknown():
    """No label is a row of zeros, an unknown truth a row of NaN."""
    target = Target("t", "multi-label", ("a", "b"))

    found = truth(target, [{"t": ("b", "a")}, {"t": ()}, {}])

    assert found[:2].tolist() == [[1, 1], [0, 0]]
    assert np.isnan(found[2]).all()
    assert known(target, found).tolist() == [True, True, False]


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
