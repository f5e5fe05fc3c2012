"""The labels of samples as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError, Sample
from imgfw_sklearn.labelled import groups_of, labelled


def samples(*labels: dict[str, Any]) -> list[Sample]:
    """Samples with these labels."""
    return [Sample(str(i), digest=str(i), labels=given) for i, given in enumerate(labels)]


def test_labels_that_exclude_each_other_are_classes():
    """Sorted, with -1 where nothing is known."""
    found = labelled(samples({"kind": ("dog",)}, {}, {"kind": ("cat",)}), None, "x")

    assert (found.target.name, found.target.type, found.target.labels) == ("kind", "classes", ("cat", "dog"))
    assert found.truth.tolist() == [1, -1, 0]


@pytest.mark.parametrize("other", [(), ("a", "b")])
def test_one_sample_with_several_labels_or_none_makes_them_multi_label(other):
    """A row is what holds of each label; NaN where nothing is known."""
    found = labelled(samples({"tags": ("b",)}, {"tags": other}, {}), None, "x")

    assert found.target.type == "multi-label"
    assert found.truth.shape == (3, len({"b", *other}))
    assert found.truth[1].sum() == len(other)
    assert np.isnan(found.truth[2]).all()


def test_a_label_that_nobody_knows_is_not_a_number():
    """NaN for that label alone; it is no target of its own, and one label beside it is one of several."""
    found = labelled(samples({"tags": ("a",), "tags:unknown": ("b", "z")}, {"tags": ("b",)}), None, "x")

    assert (found.target.type, found.target.labels) == ("multi-label", ("a", "b"))
    assert np.array_equal(found.truth, np.float32([[1, np.nan], [0, 1]]), equal_nan=True)


def test_the_only_exclusive_target_is_taken():
    """Numbers and several labels beside it are passed over."""
    found = labelled(samples({"score": 0.5, "tags": ("a", "b"), "kind": ("dog",)}), None, "x")

    assert found.target.name == "kind"


def test_the_only_multi_label_target_is_taken_where_none_is_exclusive():
    """There is no doubt what is meant."""
    assert labelled(samples({"score": 0.5, "tags": ("a", "b")}), None, "x").target.name == "tags"


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ({"a": ("x",), "b": ("y",)}, r"expected `target`, one of: a \(classes\), b \(classes\)"),
        ({"a": ("x", "y"), "b": ()}, r"expected `target`, one of: a \(multi-label\), b \(multi-label\)"),
        ({"a": 0.5}, r"expected `target`, one of: a \(number\)"),
        ({}, "expected `target`, one of: none"),
    ],
)
def test_a_target_must_be_named_where_there_is_a_choice(labels, told):
    """The error tells what there is."""
    with pytest.raises(ComponentError, match=f"cleaner/x: {told}"):
        labelled(samples(labels), None, "x")


def test_a_named_target_is_taken():
    """Among several."""
    assert labelled(samples({"a": ("x",), "b": ("y",)}), "b", "x").target.labels == ("y",)


@pytest.mark.parametrize(
    ("name", "told"), [("c", r"no sample has a label.*a \(classes\)"), ("n", "expected labels, got numbers")]
)
def test_a_target_that_has_no_labels_is_refused(name, told):
    """Unknown names and numbers."""
    with pytest.raises(ComponentError, match=f'cleaner/x: target "{name}": {told}'):
        labelled(samples({"a": ("x",), "n": 1.0}), name, "x")


def test_samples_without_a_group_are_groups_of_their_own():
    """A group that is called like a digest is another one."""
    given = [Sample("a", digest="1"), Sample("b", digest="2", group="1"), Sample("c", digest="3", group="1")]

    first, second, third = groups_of(given)

    assert first != second == third
