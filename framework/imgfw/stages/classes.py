"""Classes: how many samples and training rows each label has, before cleaning and augmenting and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..data import Sample
from ..targets import Target

HEADER = ("target", "label", "train", "val", "test", "cleaned", "rows")
"""Columns: samples of each split; training samples that cleaners left; training rows with augmented ones."""


def distribution(
    targets: Mapping[str, Target], samples: Sequence[Sample], rows: Sequence[tuple[Sample, int]]
) -> list[list[object]]:
    """A line of `HEADER` for each label of each target; a sample of several labels counts for each.

    rows  the training rows
    """
    splits = {
        name: [sample for sample in samples if sample.split == name and not sample.left_out]
        for name in ("train", "val", "test")
    }
    learned = {sample.id: sample for sample, _ in rows}
    counted = (*splits.values(), list(learned.values()), [sample for sample, _ in rows])
    return [
        [target.name, label, *(counts[label] for counts in columns)]
        for target in targets.values()
        for columns in [[_per_label(given, target.name) for given in counted]]
        for label in target.labels
    ]


def _per_label(samples: Iterable[Sample], target: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for sample in samples:
        given = sample.labels.get(target)
        found.update(given if isinstance(given, tuple) else ())
    return found
