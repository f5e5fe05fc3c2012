from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import Rows, Sample, Target, spooled
from imgfw_keras.batches import Batches, over_known, wanted


def rows(count: int) -> Rows:
    """Rows whose pixels tell their number and epoch."""
    return Rows(
        samples=tuple(Sample(str(row)) for row in range(count)),
        numbers=np.zeros(count, np.int64),
        truth={},
        weights={},
        groups=("",) * count,
        inputs={"features": np.arange(count * 2, dtype=np.float32).reshape(count, 2)},
        draw=lambda row, epoch: np.full((1, 1, 3), row + 1000 * epoch, np.float32),
    )


@given(count=st.integers(0, 60), size=st.integers(1, 20), seed=st.integers(0, 2**40), epoch=st.integers(1, 9))
def test_an_epoch_holds_every_row_once(count: int, size: int, seed: int, epoch: int) -> None:
    """Batches hold every row once, none is larger than asked for, and they differ by at most one row."""
    batches = Batches(rows(count), ("features",), size, 1).shuffled(seed, epoch)

    sizes = [len(batch) for batch in batches]
    assert sorted(row for batch in batches for row in batch) == list(range(count))
    assert max(sizes, default=0) <= size
    assert max(sizes, default=0) - min(sizes, default=0) <= 1


def test_order_depends_on_seed_and_epoch_alone() -> None:
    """The same seed and epoch give the same order, whatever the workers; others give others."""

    def order(seed: int, epoch: int, workers: int = 1) -> list[int]:
        return np.concatenate(Batches(rows(40), ("pixels",), 8, workers).shuffled(seed, epoch)).tolist()

    assert order(1, 1) == order(1, 1, workers=4)
    assert len({tuple(order(seed, epoch)) for seed in (1, 2) for epoch in (1, 2)}) == 4


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("names", [("pixels",), ("features",)])
def test_values_come_with_their_rows(names: tuple[str, ...], workers: int) -> None:
    """Every batch has the values of its own rows, in the order asked for."""
    batches = Batches(rows(23), names, 5, workers)
    chosen = batches.shuffled(0, 3)

    given: list[tuple[Sequence[int], Any]] = list(batches.inputs(chosen, 3))

    assert [list(index) for index, _ in given] == [list(index) for index in chosen]
    first = np.concatenate([values.reshape(len(index), -1)[:, 0] for index, (values,) in given])
    order = np.concatenate(chosen)
    assert first.tolist() == (order + 3000 if names == ("pixels",) else order * 2).tolist()


def test_at_most_two_batches_of_pixels_are_prepared() -> None:
    """However many rows there are, no more than one batch is drawn ahead."""
    drawn: list[int] = []

    def draw(row: int, epoch: int) -> np.ndarray:
        drawn.append(row)
        return np.zeros((1, 1, 3), np.float32)

    many = rows(100)
    batches = Batches(
        Rows(many.samples, many.numbers, {}, {}, many.groups, {}, draw), ("pixels",), size=10, workers=2
    )

    prepared = batches.inputs(batches.in_order(), 1)
    next(prepared)
    prepared.close()  # type: ignore[attr-defined]

    assert len(drawn) <= 20


def test_an_error_while_drawing_reaches_the_caller() -> None:
    """What fails in a worker fails in training."""

    def draw(row: int, epoch: int) -> np.ndarray:
        raise ValueError(f"row {row} cannot be drawn")

    one = rows(1)
    batches = Batches(Rows(one.samples, one.numbers, {}, {}, one.groups, {}, draw), ("pixels",), 10, 2)

    with pytest.raises(ValueError, match="row 0"):
        list(batches.inputs(batches.in_order(), 1))


def test_unknown_truth_has_no_weight() -> None:
    """Rows of unknown truth weigh nothing and carry some valid truth; the others keep their weight."""
    targets = {
        "hue": Target("hue", "classes", ("a", "b")),
        "tags": Target("tags", "multi-label", ("x", "y")),
        "age": Target("age", "number"),
    }
    nan = np.nan
    given = Rows(
        samples=(Sample("0"), Sample("1"), Sample("2")),
        numbers=np.zeros(3, np.int64),
        truth={
            "hue": np.array([1, -1, 0]),
            "tags": np.array([[1, 0], [nan, nan], [0, 0]], np.float32),
            "age": np.array([nan, 30, 40], np.float32),
        },
        weights={name: np.array([1, 1, 2], np.float32) for name in targets},
        groups=("",) * 3,
    )

    truth, weights = wanted(given, targets)

    assert {name: values.tolist() for name, values in weights.items()} == {
        "hue": [1, 0, 2],
        "tags": [1, 0, 2],
        "age": [0, 1, 2],
    }
    assert truth["hue"].tolist() == [1, 0, 0]
    assert truth["tags"].tolist() == [[1, 0], [0, 0], [0, 0]]
    assert truth["age"].tolist() == [[0], [30], [40]]


def test_rows_that_know_some_of_their_labels_weigh_label_by_label() -> None:
    """Each label of a row has the row's weight where it is known, and none where it is not."""
    nan = np.nan
    given = Rows(
        samples=(Sample("0"), Sample("1"), Sample("2")),
        numbers=np.zeros(3, np.int64),
        truth={"tags": np.array([[1, nan], [nan, nan], [0, 1]], np.float32)},
        weights={"tags": np.array([1, 0, 3], np.float32)},
        groups=("",) * 3,
    )

    truth, weights = wanted(given, {"tags": Target("tags", "multi-label", ("x", "y"))})

    assert truth["tags"].tolist() == [[1, 0], [0, 0], [0, 1]]
    assert weights["tags"].tolist() == [[1, 0], [0, 0], [3, 3]]


def test_a_mean_over_all_becomes_one_over_what_counts() -> None:
    """Where all or nothing counts, weights stay as they are; else the mean is that of what counts."""
    losses = np.array([[1, 2], [4, 8]], np.float32)
    weights = np.array([[1, 0], [3, 1]], np.float32)

    assert over_known(np.ones(3, np.float32)).tolist() == [1, 1, 1]
    assert over_known(np.zeros(3, np.float32)).tolist() == [0, 0, 0]
    assert (losses * over_known(weights)).mean() == pytest.approx((1 * 1 + 3 * 4 + 1 * 8) / 3)


def test_values_of_a_memory_map_are_read_batch_by_batch(tmp_path: Any) -> None:
    """Each batch is an array of its own, and holds no more than its rows."""
    some = rows(23)
    mapped = spooled([some.inputs["features"]], (23, 2), tmp_path)
    batches = Batches(some.given("features", mapped), ("features",), 5, 1)

    given = [values for _, (values,) in batches.inputs(batches.shuffled(0, 1), 1)]

    plain = Batches(some, ("features",), 5, 1)
    wanted = [values for _, (values,) in plain.inputs(plain.shuffled(0, 1), 1)]
    assert not any(np.shares_memory(values, mapped) for values in given)
    assert [values.tolist() for values in given] == [values.tolist() for values in wanted]
