"""Augment: plan the training rows; only training samples ever have augmented rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING

from ..data import Sample
from ..errors import ComponentError, RunError

if TYPE_CHECKING:
    from ..kinds import Augmenter

MOST_ROWS = 10_000_000
"""More training rows than this are not planned."""
Row = tuple[Sample, int]
"""A sample and the number of its variation; number 0 is the picture itself."""


def plan(
    samples: Sequence[Sample], augmenters: Sequence[Augmenter], *, per_sample: int, original: bool
) -> list[Row]:
    """Every training row, sample by sample.

    A sample gets no more rows than its augmenters can give different ones. Raises RunError for more than
    MOST_ROWS, which no memory would hold.
    """
    numbers = [_numbers(sample, augmenters, per_sample, original) for sample in samples]
    if (count := sum(map(len, numbers))) > MOST_ROWS:
        raise RunError(
            f"augment: expected at most {MOST_ROWS:,} training rows, got {count:,} of {len(samples):,} "
            "samples; lower augment.per_sample"
        )
    return [(sample, number) for sample, own in zip(samples, numbers, strict=True) for number in own]


def _numbers(sample: Sample, augmenters: Sequence[Augmenter], per_sample: int, original: bool) -> range:
    first = _first(augmenters, original)
    last = first + (per_sample if augmenters else 1) - 1
    most = capacity(sample, augmenters)
    return range(first, (last if most is None else min(last, max(most, first))) + 1)


def filled(
    rows: Sequence[Row], augmenters: Sequence[Augmenter], target: str, *, at_least: int, most_per_sample: int
) -> list[Row]:
    """The rows, and more of the samples of small classes until each label of the target has `at_least`.

    Samples take turns; none gets more than `most_per_sample` rows or more than its augmenters can give.
    Without augmenters the picture itself is repeated.
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    of_label: dict[str, list[Sample]] = defaultdict(list)
    for sample, number in rows:
        numbers[sample.id].append(number)
        for label in _labels(sample, target) if len(numbers[sample.id]) == 1 else ():
            of_label[label].append(sample)
    more: dict[str, list[int]] = defaultdict(list)
    count = per_label(rows, target)
    for label in sorted(of_label, key=lambda label: (count[label], label)):
        waiting = list(of_label[label])
        while waiting and count[label] < at_least:
            waiting = [
                s for s in waiting if _may_grow(s, numbers[s.id] + more[s.id], augmenters, most_per_sample)
            ]
            for sample in waiting[: at_least - count[label]]:
                more[sample.id].append(max(numbers[sample.id] + more[sample.id]) + 1 if augmenters else 0)
                count.update(_labels(sample, target))
    found, last = [], {sample.id: place for place, (sample, _) in enumerate(rows)}
    for place, (sample, number) in enumerate(rows):
        found.append((sample, number))
        if last[sample.id] == place:
            found += [(sample, another) for another in more[sample.id]]
    return found


def per_label(rows: Sequence[Row], target: str) -> Counter[str]:
    """How many rows each label of a target has; a row of several labels counts for each."""
    return Counter(label for sample, _ in rows for label in _labels(sample, target))


def capacity(sample: Sample, augmenters: Sequence[Augmenter]) -> int | None:
    """How many different variations the augmenters give of a sample together; None = as many as asked for."""
    each = [augmenter.capacity(sample) for augmenter in augmenters]
    for augmenter, count in zip(augmenters, each, strict=True):
        if count is not None and count < 1:
            what = f"augmenter/{augmenter.use}: expected a capacity from 1 on, or None"
            raise ComponentError(f"{what}, for {sample.uri}, got {count}")
    counted = [count for count in each if count is not None]
    return prod(counted) if len(counted) == len(each) else None


def number_in_epoch(number: int, epoch: int, numbers: int) -> int:
    """The variation that a planned row shows in an epoch, where pictures are drawn anew every epoch.

    numbers  how many numbers are planned at most, so that two epochs do not meet
    """
    return epoch * numbers + number


def _first(augmenters: Sequence[Augmenter], original: bool) -> int:
    return 0 if original or not augmenters else 1


def _labels(sample: Sample, target: str) -> tuple[str, ...]:
    given = sample.labels.get(target)
    return given if isinstance(given, tuple) else ()


def _may_grow(
    sample: Sample, numbers: Sequence[int], augmenters: Sequence[Augmenter], most_per_sample: int
) -> bool:
    most = capacity(sample, augmenters) if augmenters else None
    return len(numbers) < most_per_sample and (most is None or max(numbers) < most)
