"""From probabilities to decisions."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.decisions import (
    Decision,
    FalseAccepts,
    Stale,
    as_input,
    calibrated,
    decided,
    head_inputs,
    in_set,
    one_by_one,
)
from imgfw.targets import Target


def test_the_first_of_equal_probabilities_is_decided():
    """A tie goes to the first label."""
    target = Target("t", labels=("a", "b", "c"))

    found = decided(target, np.array([[0.4, 0.4, 0.2], [0.1, 0.2, 0.7]], np.float32), Decision())

    assert found.tolist() == [0, 2]


def test_below_unknown_nothing_is_decided():
    """Where the highest probability is below `unknown` the decision is -1."""
    target = Target("t", labels=("a", "b"))

    found = decided(target, np.array([[0.6, 0.4], [0.9, 0.1]], np.float32), Decision(unknown=0.8))

    assert found.tolist() == [-1, 0]


def test_from_unknown_on_a_label_is_decided():
    """The bound itself is enough."""
    target = Target("t", labels=("a", "b"))

    found = decided(target, np.array([[0.75, 0.25], [0.25, 0.75]], np.float32), Decision(unknown=0.75))

    assert found.tolist() == [0, 1]


def test_each_label_has_its_threshold():
    """A label holds from its own threshold on."""
    target = Target("t", "multi-label", ("a", "b"))

    found = decided(target, np.array([[0.5, 0.5]], np.float32), Decision(thresholds=(0.5, 0.6)))

    assert found.tolist() == [[True, False]]


def test_a_number_is_its_value():
    """Numbers are decided as they are predicted."""
    found = decided(Target("t", "number"), np.array([[1.5], [2.5]], np.float32), Decision())

    assert found.tolist() == [1.5, 2.5]


def test_a_label_without_a_threshold_never_holds():
    """However likely it is."""
    target = Target("t", "multi-label", ("a", "b"))

    found = decided(target, np.array([[1.0, 1.0]], np.float32), Decision((None, 1.0)))

    assert found.tolist() == [[False, True]]


@pytest.mark.parametrize("type", ["classes", "ordinal", "multi-label"])
@given(st.integers(0, 2**31), st.floats(0.05, 20), st.integers(1, 40))
def test_a_row_is_calibrated_alike_alone_and_among_others(type: str, seed: int, by: float, width: int):
    """To the bit, wherever it stands in memory; every value is as float32 as before."""
    target = Target("t", type, tuple(map(str, range(width))))
    rows = np.random.default_rng(seed).random((9, width), np.float32)

    together = calibrated(target, rows, Decision(temperature=by))
    turned = calibrated(target, np.asfortranarray(rows)[::-1], Decision(temperature=by))[::-1]

    assert together.dtype == np.float32 and together.shape == rows.shape
    assert np.array_equal(together, turned)
    for row in range(9):
        alone = calibrated(target, rows[row : row + 1].copy(), Decision(temperature=by))
        assert np.array_equal(alone[0], together[row])


def test_what_is_not_calibrated_stays_the_same_array():
    """At a temperature of 1, for numbers, and where there are no rows."""
    rows = np.float32([[0.3, 0.7]])
    classes = Target("t", labels=("a", "b"))

    assert calibrated(classes, rows, Decision()) is rows
    assert calibrated(Target("t", "number"), rows, Decision(temperature=2.0)) is rows
    assert calibrated(classes, rows[:0], Decision(temperature=2.0)).shape == (0, 2)


@pytest.mark.parametrize(("type", "wanted"), [("classes", [0.25, 0.75]), ("multi-label", [0.25, 0.75])])
def test_the_type_says_how_labels_are_calibrated(type: str, wanted: list[float]):
    """Nine to one at a temperature of two is three to one, for labels that exclude each other and for each
    label alone; where they do not sum to one only the latter stay as they are apart."""
    target = Target("t", type, ("a", "b"))

    found = calibrated(target, np.float32([[0.1, 0.9], [0.9, 0.9]]), Decision(temperature=2.0))

    assert found[0] == pytest.approx(wanted)
    assert found[1] == pytest.approx([0.5, 0.5] if type == "classes" else [0.75, 0.75])


def test_a_label_is_in_the_set_from_its_probability_on():
    """The bound is in, what is below is not, and a set may be empty."""
    rows = np.float32([[0.1, 0.9], [0.05, 0.06]])

    assert in_set(rows, Decision(sets=0.1)).tolist() == [[True, True], [False, False]]
    assert in_set(rows, Decision(sets=0.0)).all()


DECISIONS = st.builds(
    Decision,
    st.lists(st.floats(0, 1) | st.none(), max_size=4).map(tuple),
    st.floats(0, 1),
    st.floats(1e-3, 1e3),
    st.none() | st.floats(0, 1),
    st.none()
    | st.builds(
        FalseAccepts,
        *[st.floats(0, 1)] * 3,
        *[st.integers(1)] * 2,
        asked=st.none() | st.floats(0, 1),
        own=st.integers(0),
    ),
    st.none() | st.builds(Stale, st.integers(1), st.integers(1), st.text()),
)


@given(DECISIONS)
def test_a_decision_reads_back_from_json(decision: Decision):
    """What stands in a bundle gives the same decision again."""
    assert Decision.of(json.loads(json.dumps(decision.plain()))) == decision
    names = {"thresholds", "unknown", "temperature", "sets", "false_accepts"}
    assert set(decision.plain()) == (names | {"stale"} if decision.stale else names)


def test_who_alone_is_left_is_never_decided():
    """Whoever is asked about has probability 1; with another one it is as ever, and without `unknown` too."""
    target, sure = Target("who", labels=("a",)), np.float32([[1.0]])

    def after(left: int):
        return decided(target, sure, Decision(unknown=0.5, stale=Stale(9, left, "few"))).tolist()

    assert (after(1), after(2), decided(target, sure, Decision()).tolist()) == ([-1], [0], [0])


def test_false_accepts_of_an_earlier_bundle_are_read():
    """It did not say what share was asked for."""
    plain = Decision(unknown=0.5, false_accepts=FalseAccepts(0.0, 0.0, 0.2, 9, 3)).plain()
    del plain["false_accepts"]["asked"], plain["false_accepts"]["own"]

    accepts = Decision.of(plain).false_accepts

    assert accepts is not None and (accepts.asked, accepts.own) == (None, 0)


def test_a_decision_of_an_earlier_bundle_is_read():
    """It had no sets, and a temperature of 1 or none, which is the same."""
    for more in ({}, {"temperature": 1.0}):
        assert Decision.of({"thresholds": [0.5], "unknown": 0.0, **more}) == Decision((0.5,))


class Counting:
    """A head that gives the row sums and remembers how many rows it was asked at a time."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def predict(self, inputs):
        """The sum of each row."""
        self.asked.append(len(inputs["features"]))
        return {"t": inputs["features"].sum(axis=1, keepdims=True)}


def test_a_head_is_asked_one_row_at_a_time():
    """However many rows there are, the head sees them one by one."""
    head = Counting()

    found = one_by_one(head, {"features": np.arange(6, dtype=np.float32).reshape(3, 2)})

    assert head.asked == [1, 1, 1]
    assert found["t"].tolist() == [[1], [5], [9]]


def test_no_rows_give_no_answers():
    """A head is not asked about nothing."""
    head = Counting()

    assert one_by_one(head, {"features": np.zeros((0, 2), np.float32)}) == {}
    assert head.asked == []


def test_a_head_sees_the_answers_it_names():
    """Inputs are the features and the answers of the heads named, nothing else."""
    features, answer = np.zeros((1, 2)), np.ones((1, 3))

    seen = head_inputs(["head:a", "features"], features, {"head:a": answer, "head:b": answer})

    assert list(seen) == ["head:a", "features"]
    assert seen["head:a"] is answer and seen["features"] is features


def test_answers_become_an_input_in_the_order_of_the_targets():
    """Side by side, whatever order they come in; one target is as it is."""
    answers = {"b": np.float32([[3], [4]]), "a": np.float32([[1, 2], [5, 6]])}

    assert as_input(("a", "b"), answers).tolist() == [[1, 2, 3], [5, 6, 4]]
    assert as_input(("b",), answers).tolist() == [[3], [4]]
