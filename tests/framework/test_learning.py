"""Rows: what is learned from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from imgfw.data import Sample
from imgfw.learning import Rows, weights_of
from imgfw.targets import Target


def rows() -> Rows:
    """Four rows with features and pixels that tell which they are."""
    return Rows(
        tuple(Sample(str(i), digest=str(i)) for i in range(4)),
        np.arange(4),
        {"t": np.arange(4)},
        {"t": np.arange(4, dtype=np.float32) / 4},
        ("a", "a", "b", "b"),
        {"features": np.arange(8, dtype=np.float32).reshape(4, 2)},
        lambda row, epoch: np.full((1, 1, 3), 10 * epoch + row, np.float32),
    )


def test_taking_rows_takes_everything_of_them():
    """All that is known of the rows taken, in the order asked for."""
    taken = rows().take([3, 1])

    assert [sample.uri for sample in taken.samples] == ["3", "1"]
    assert taken.truth["t"].tolist() == [3, 1]
    assert taken.numbers.tolist() == [3, 1]
    assert taken.weights["t"].tolist() == [0.75, 0.25]
    assert taken.groups == ("b", "a")
    assert taken.inputs["features"].tolist() == [[6, 7], [2, 3]]
    assert taken.pixels([0, 1], epoch=2)[:, 0, 0, 0].tolist() == [23, 21]


def test_what_is_steady_stays_so():
    """Rows that show the same picture in every epoch do so when some are taken."""
    assert not rows().steady and not rows().take([0]).steady
    assert replace(rows(), steady=True).take([1, 2]).steady


def test_taking_from_taken_rows_keeps_the_pixels_right():
    """A row taken twice over still draws its own picture."""
    taken = rows().take([3, 2, 1]).take([2])

    assert taken.pixels([0], epoch=0)[0, 0, 0, 0] == 1


def test_a_further_input_leaves_the_others():
    """Given rows have the new input beside the old ones, and the old rows are as they were."""
    before = rows()

    after = before.given("head:x", np.zeros((4, 1), np.float32))

    assert set(after.inputs) == {"features", "head:x"}
    assert set(before.inputs) == {"features"}
    assert len(after) == 4


def test_rows_count_as_their_labels_and_samples_do():
    """Both together in what is learned from, unknown rows nothing; to judge on all known rows count alike."""
    targets, truth = {"t": Target("t", labels=("x", "y"))}, {"t": np.array([0, 1, 1, -1])}
    samples = [Sample("a", labels={"t:weight": 3.0}), *(Sample(uri) for uri in "bcd")]

    learned = weights_of(targets, truth, samples, {"t": {"y": 2.0}})

    assert learned["t"].tolist() == [3, 2, 2, 0] and learned["t"].dtype == np.float32
    assert weights_of(targets, truth, samples, {})["t"].tolist() == [3, 1, 1, 0]
    assert weights_of(targets, truth, samples, None)["t"].tolist() == [1, 1, 1, 0]
