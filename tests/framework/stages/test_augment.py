"""Augment: the plan of training rows."""

from __future__ import annotations

import pytest

from imgfw.data import Sample
from imgfw.stages.augment import capacity, number_in_epoch, plan


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


@pytest.mark.parametrize(("each", "together"), [((2, 3), 6), ((2, None), None), ((None,), None)])
def test_capacities_multiply(each, together):
    """Augmenters together give every combination; one without a limit takes it away."""
    assert capacity(SAMPLE, [Gives(count) for count in each]) == together


def test_every_epoch_shows_other_variations():
    """The numbers of two epochs do not meet."""
    first = {number_in_epoch(number, 0, 3) for number in range(3)}
    second = {number_in_epoch(number, 1, 3) for number in range(3)}

    assert first == {0, 1, 2} and second == {3, 4, 5}
