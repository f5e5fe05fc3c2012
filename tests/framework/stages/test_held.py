"""Held: what sets and refusals come to."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw.data import Sample
from imgfw.decisions import Decision
from imgfw.outcome import Predictions
from imgfw.shares import wilson
from imgfw.stages.held import held
from imgfw.targets import Target

TARGETS = {"kind": Target("kind", labels=("a", "b", "c")), "age": Target("age", "number")}
TRAIN = [Sample("t", labels={"kind": (name,)}) for name in "ab"]


def predicted(groups: str = "0123") -> Predictions:
    """Four samples a, a, b, c and one of which nothing is known; the third has the wrong set."""
    samples = tuple(Sample(str(i), digest=str(i), group=g) for i, g in enumerate([*groups, "x"]))
    sets = np.array([[1, 0, 0], [1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 1]], bool)
    truth, decided = np.array([0, 0, 1, 2, -1]), np.array([0, -1, 0, 0, 0])
    return Predictions(
        samples,
        {"kind": truth, "age": np.zeros(5)},
        {},
        {"kind": decided, "age": np.zeros(5)},
        {"kind": sets},
    )


def test_sets_are_counted():
    """Three of four hold the truth, by 1.25 labels; the sample of unknown truth is none of them."""
    found = held(predicted(), TARGETS, {"kind": Decision(sets=0.5), "age": Decision()}, TRAIN)

    coverage = found["kind"]["coverage"]
    assert (coverage["value"], coverage["n"], coverage["unknown"]) == (0.75, 4, 1)
    assert (coverage["low"], coverage["high"]) == pytest.approx(wilson(3, 4))
    assert found["kind"]["set_size"] == 1.25
    assert list(found) == ["kind"] and "false_accepts" not in found["kind"]


def test_samples_of_a_group_do_not_count_as_several():
    """The interval is wider where two pairs are alike."""
    pairs = held(predicted("0011"), TARGETS, {"kind": Decision(sets=0.5), "age": Decision()}, TRAIN)
    single = held(predicted(), TARGETS, {"kind": Decision(sets=0.5), "age": Decision()}, TRAIN)

    one, other = pairs["kind"]["coverage"], single["kind"]["coverage"]
    assert one["value"] == other["value"] and one["high"] - one["low"] > other["high"] - other["low"]


def test_strangers_are_those_whose_label_no_train_sample_has():
    """One sample of c, taken for a; where c was learned there is no stranger."""
    decisions = {"kind": Decision(unknown=0.5), "age": Decision()}
    given = predicted()

    found = held(given, TARGETS, decisions, TRAIN)
    known = held(given, TARGETS, decisions, [*TRAIN, Sample("c", labels={"kind": ("c",)})])

    accepted = found["kind"]["false_accepts"]
    assert (accepted["value"], accepted["n"]) == (1.0, 1)
    assert "false_accepts" not in known["kind"]


def test_of_those_who_are_known_it_is_told_how_many_are_found():
    """One of three, as one is refused and one is taken for another; strangers do not count."""
    found = held(predicted(), TARGETS, {"kind": Decision(unknown=0.5), "age": Decision()}, TRAIN)

    share = found["kind"]["found"]
    assert (share["value"], share["n"]) == (pytest.approx(1 / 3), 3)
    assert (share["low"], share["high"]) == pytest.approx(wilson(1, 3))


def test_pictures_of_one_stranger_do_not_count_as_several():
    """Four pictures of each of two strangers tell of two strangers, whatever their groups."""
    targets = {"kind": Target("kind", labels=("a", "b", "c", "d"))}
    samples = tuple(Sample(str(i), digest=str(i)) for i in range(8))
    truth = np.array([2, 3] * 4)
    given = Predictions(samples, {"kind": truth}, {}, {"kind": np.zeros(8, np.int64)})

    found = held(given, targets, {"kind": Decision(unknown=0.5)}, TRAIN)["kind"]["false_accepts"]

    assert (found["value"], found["n"]) == (1.0, 8)
    assert (found["low"], found["high"]) == pytest.approx(wilson(2, 2))


def test_where_nothing_was_asked_nothing_is_told():
    """No sets and no refusals."""
    given = predicted()
    plain = Predictions(given.samples, given.truth, given.probabilities, given.decided)

    assert held(plain, TARGETS, {"kind": Decision(), "age": Decision()}, TRAIN) == {}


def test_of_no_samples_nothing_is_told():
    """An empty split has no share."""
    none = predicted().take([])

    assert held(none, TARGETS, {"kind": Decision(unknown=0.5, sets=0.5), "age": Decision()}, TRAIN) == {}
