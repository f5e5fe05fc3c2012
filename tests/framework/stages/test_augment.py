"""Augment: the plan of training rows."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.data import Sample
from imgfw.errors import ComponentError, RunError
from imgfw.stages.augment import MOST_ROWS, capacity, filled, number_in_epoch, per_label, plan


class Gives:
    """An augmenter of a certain capacity."""

    def __init__(self, count: int | None) -> None:
        self.count = count

    def capacity(self, sample: Sample) -> int | None:
        """How many."""
        return self.count


SAMPLE = Sample("a", digest="a")


def numbers(augmenters, per_sample: int, original: bool) -> list[int]:
    """The numbers planned for one sample."""
    planned = plan([SAMPLE], augmenters, per_sample=per_sample, original=original)
    return [number for _, number in planned]


def test_the_first_row_is_the_picture_itself():
    """Three rows a sample are the original and two variations."""
    assert numbers([Gives(None)], 3, True) == [0, 1, 2]


def test_without_the_original_all_rows_are_varied():
    """Three rows a sample are three variations."""
    assert numbers([Gives(None)], 3, False) == [1, 2, 3]


def test_without_augmenters_there_is_one_row():
    """The same picture is not planned twice."""
    assert numbers([], 5, True) == [0]
    assert numbers([], 5, False) == [0]


def test_no_more_rows_than_different_ones():
    """An augmenter that can give two variations gives no third."""
    assert numbers([Gives(2)], 5, True) == [0, 1, 2]
    assert numbers([Gives(2)], 5, False) == [1, 2]


def test_more_rows_than_any_memory_holds_are_refused():
    """Before they are planned, with what to lower; the last count that fits is not."""
    samples = [Sample(str(i), digest=str(i)) for i in range(3)]

    with pytest.raises(RunError, match=r"got 30,000,000 of 3 samples; lower augment\.per_sample"):
        plan(samples, [Gives(None)], per_sample=MOST_ROWS, original=True)

    assert len(plan(samples, [Gives(2)], per_sample=MOST_ROWS, original=False)) == 6


@pytest.mark.parametrize(("each", "together"), [((2, 3), 6), ((2, None), None), ((None,), None)])
def test_capacities_multiply(each, together):
    """Augmenters together give every combination; one without a limit takes it away."""
    assert capacity(SAMPLE, [Gives(count) for count in each]) == together


def test_every_epoch_shows_other_variations():
    """The numbers of two epochs do not meet."""
    first = {number_in_epoch(number, 0, 3) for number in range(3)}
    second = {number_in_epoch(number, 1, 3) for number in range(3)}

    assert first == {0, 1, 2} and second == {3, 4, 5}


def of_classes(**counts: int) -> list[Sample]:
    """So many samples of each class."""
    return [
        Sample(f"{label}{i}", digest=f"{label}{i}", labels={"t": (label,)})
        for label, count in counts.items()
        for i in range(count)
    ]


def test_small_classes_are_filled_and_large_ones_left():
    """Classes of 1, 2, 4 and 40 with 30 asked for all have 30 or what they had; samples take turns."""
    rows = plan(of_classes(a=1, b=2, c=4, d=40), [Gives(None)], per_sample=1, original=True)

    found = filled(rows, [Gives(None)], "t", at_least=30, most_per_sample=30)

    assert per_label(found, "t") == {"a": 30, "b": 30, "c": 30, "d": 40}
    each = Counter(sample.id for sample, _ in found)
    assert sorted(each[f"c{i}"] for i in range(4)) == [7, 7, 8, 8]
    assert len({(s.id, n) for s, n in found}) == len(found)


def test_a_cap_and_a_capacity_end_the_filling():
    """One picture gives at most so many rows, and no more than the augmenters can make different."""
    rows = plan(of_classes(a=2, b=9), [Gives(None)], per_sample=1, original=True)

    assert per_label(filled(rows, [Gives(None)], "t", at_least=9, most_per_sample=3), "t")["a"] == 6
    assert per_label(filled(rows, [Gives(1)], "t", at_least=9, most_per_sample=9), "t")["a"] == 4


def test_without_augmenters_pictures_are_repeated():
    """Capped oversampling: the same row again, as often as the cap allows."""
    rows = plan(of_classes(a=2, b=9), [], per_sample=1, original=True)

    found = filled(rows, [], "t", at_least=9, most_per_sample=4)

    assert per_label(found, "t") == {"a": 8, "b": 9}
    assert {number for _, number in found} == {0}


def test_a_row_of_several_labels_counts_for_each():
    """Filling one label raises the others of the same pictures; samples without the target stay."""
    samples = [
        Sample("ab", digest="ab", labels={"t": ("a", "b")}),
        Sample("b", digest="b", labels={"t": ("b",)}),
        Sample("none", digest="none", labels={"t": ()}),
        Sample("unknown", digest="unknown"),
    ]

    found = filled(plan(samples, [Gives(None)], per_sample=1, original=True), [Gives(None)], "t",
                   at_least=4, most_per_sample=9)  # fmt: skip

    assert per_label(found, "t") == {"a": 4, "b": 5}
    assert Counter(s.id for s, _ in found) == {"ab": 4, "b": 1, "none": 1, "unknown": 1}


@given(st.lists(st.integers(0, 12), min_size=1, max_size=5), st.integers(1, 20), st.integers(1, 8))
def test_filling_never_takes_away(counts: list[int], at_least: int, most: int):
    """Every planned row stays, in order; each class reaches what was asked for or its cap."""
    samples = of_classes(**{f"c{i}": count for i, count in enumerate(counts)})
    rows = plan(samples, [Gives(None)], per_sample=1, original=True)

    found = filled(rows, [Gives(None)], "t", at_least=at_least, most_per_sample=most)

    assert [row for row in found if row in rows] == rows
    reached = per_label(found, "t")
    for i, count in enumerate(counts):
        assert reached[f"c{i}"] == max(count, min(at_least, count * most))


@pytest.mark.parametrize("count", [0, -1])
def test_a_capacity_below_one_is_a_fault_of_the_augmenter(count: int):
    """The error names the augmenter and the picture."""
    broken = Gives(count)
    broken.use = "broken"

    with pytest.raises(
        ComponentError, match=f"augmenter/broken: expected a capacity from 1 .* a, got {count}"
    ):
        plan([SAMPLE], [Gives(None), broken], per_sample=2, original=True)
