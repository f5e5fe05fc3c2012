"""Augment: plan the training rows; only training samples ever have augmented rows."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING

from ..data import Sample

if TYPE_CHECKING:
    from ..kinds import Augmenter


def plan(
    samples: Sequence[Sample], augmenters: Sequence[Augmenter], *, per_sample: int, original: bool
) -> list[tuple[Sample, int]]:
    """(sample, number) of every training row, sample by sample; number 0 is the picture itself.

    A sample gets no more rows than its augmenters can give different ones.
    """
    rows = []
    for sample in samples:
        first = 0 if original or not augmenters else 1
        count = per_sample if augmenters else 1
        most = capacity(sample, augmenters)
        last = first + count - 1 if most is None else min(first + count - 1, max(most, first))
        rows += [(sample, number) for number in range(first, last + 1)]
    return rows


def capacity(sample: Sample, augmenters: Sequence[Augmenter]) -> int | None:
    """How many different variations the augmenters give of a sample together; None = as many as asked for."""
    each = [augmenter.capacity(sample) for augmenter in augmenters]
    counted = [count for count in each if count is not None]
    return prod(counted) if len(counted) == len(each) else None


def number_in_epoch(number: int, epoch: int, per_sample: int) -> int:
    """The variation that a planned row shows in an epoch, where pictures are drawn anew every epoch."""
    return epoch * per_sample + number
