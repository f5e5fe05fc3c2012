"""Cut: edges from train alone, and a label for every number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.data import Sample
from imgfw.errors import RunError
from imgfw.stages.cut import cut, label_of
from imgfw.targets import Target

TARGETS = {"fame": Target("fame", "number"), "kind": Target("kind", labels=("a", "b"))}
THIRDS = {"fame": Target("fame", "ordinal", ("Poor", "Average", "Great"))}
HALVES = {"fame": Target("fame", "ordinal", ("low", "high"), (2.5,))}


def samples(**splits: list[float]) -> list[Sample]:
    """A sample for each number of each split."""
    return [
        Sample(f"{split}{i}", digest=f"{split}{i}", labels={"fame": value, "kind": ("a",)}, split=split)
        for split, values in splits.items()
        for i, value in enumerate(values)
    ]


def test_parts_of_train_are_of_equal_size():
    """Nine different numbers, three of each label, the edges between them."""
    found, targets, told = cut(samples(train=[9, 8, 7, 6, 5, 4, 3, 2, 1]), TARGETS, THIRDS)

    names = [s.labels["fame"][0] for s in found]
    assert names == ["Great"] * 3 + ["Average"] * 3 + ["Poor"] * 3
    assert targets["fame"].edges == pytest.approx((3 + 2 / 3, 6 + 1 / 3))
    assert targets["fame"].type == "ordinal" and targets["kind"] == TARGETS["kind"]
    assert told == ["fame cut at 3.66667, 6.33333"]


@given(st.lists(st.floats(-1e6, 1e6), max_size=9), st.lists(st.floats(-1e6, 1e6), max_size=9))
def test_val_and_test_do_not_move_the_edges(val: list[float], test: list[float]):
    """Whatever their numbers are; each gets the label of the part that it lies in."""
    train = [float(value) for value in range(12)]

    alone = cut(samples(train=train), TARGETS, THIRDS)[1]["fame"]
    found, targets, _ = cut(samples(train=train, val=val, test=test), TARGETS, THIRDS)

    assert targets["fame"] == alone
    for sample, value in zip(found, [*train, *val, *test], strict=True):
        place = int(np.searchsorted(alone.edges, value, side="right"))
        assert sample.labels["fame"] == (alone.labels[place],)


def test_what_is_left_out_of_train_teaches_nothing():
    """It has no split; its number does not count."""
    plain = samples(train=[1, 2, 3, 4])
    broken = Sample("x", digest="x", labels={"fame": 1e9}, left_out="broken", split="train")
    two = {"fame": Target("fame", "ordinal", ("low", "high"))}

    assert cut([*plain, broken], TARGETS, two)[1] == cut(plain, TARGETS, two)[1]


def test_a_label_begins_at_its_edge():
    """The edge itself belongs to the upper part."""
    assert [label_of(HALVES["fame"], value) for value in (2.4, 2.5, 2.6)] == ["low", "high", "high"]


def test_given_edges_stay():
    """Whatever train is."""
    found, targets, _ = cut(samples(train=[0, 1, 2, 3]), TARGETS, HALVES)

    assert targets["fame"].edges == (2.5,)
    assert [s.labels["fame"][0] for s in found] == ["low", "low", "low", "high"]


def test_an_unknown_number_stays_unknown():
    """A sample without one has no label."""
    found, _, _ = cut([*samples(train=[1, 4]), Sample("x", digest="x", split="train")], TARGETS, HALVES)

    assert "fame" not in found[-1].labels


@pytest.mark.parametrize(
    ("values", "wanted", "lacking"),
    [
        ([0, 0, 0, 0, 1], THIRDS, "Poor"),
        ([5, 5, 5], THIRDS, "Poor"),
        ([1, 2], HALVES, "high"),
        ([1, 2], THIRDS, None),
        ([3, 4], HALVES, "low"),
    ],
)
def test_a_label_without_a_train_sample_is_refused(values, wanted, lacking):
    """Equal numbers make parts of no size; the error names the label and the way out."""
    if lacking is None:
        lacking = "Average"
    with pytest.raises(RunError, match=f'"fame": cut at .* no train sample is {lacking}; .* give the edges'):
        cut(samples(train=values), TARGETS, wanted)


def test_without_a_number_in_train_there_are_no_quantiles():
    """Those of val are not taken instead."""
    with pytest.raises(RunError, match='"fame": no train sample has a number'):
        cut(samples(val=[1, 2, 3]), TARGETS, THIRDS)


def test_where_nothing_is_cut_all_is_as_it_was():
    """Samples and targets come back."""
    given = samples(train=[1, 2])

    assert cut(given, TARGETS, {}) == (given, TARGETS, [])
