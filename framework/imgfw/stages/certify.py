"""Certify: no sample, group or near-duplicate is on two sides of the split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..data import Sample
from ..errors import RunError
from ..ties import joined


@dataclass(frozen=True)
class Certificate:
    """What was checked: nothing leaks from one split into another.

    samples   that are used
    groups    they form; a sample without others is a group of its own
    near      near-duplicates kept together: used pictures beyond the first of each set
    searched  whether near-duplicates were looked for
    generated samples that a network made up, all of them in train
    """

    samples: int
    groups: int
    near: int
    searched: bool
    generated: int = 0

    def __str__(self) -> str:
        near = (
            f"{self.near:,} near-duplicates kept together"
            if self.searched
            else "near-duplicates not looked for"
        )
        plural = "s" if self.generated != 1 else ""
        made = f"; {self.generated:,} sample{plural} generated, in train alone" if self.generated else ""
        return f"no leaks: {self.samples:,} samples in {self.groups:,} groups, {near}{made}"

    def plain(self) -> dict[str, Any]:
        """As it stands in scores.json."""
        return {**asdict(self), "text": str(self)}


def certified(samples: Sequence[Sample], near: Iterable[tuple[str, str]] | None) -> Certificate:
    """Check the samples as they were used; `near` holds near-duplicates by digest, None if nobody looked.

    Raises RunError where something stands on two sides, which no run must come to.
    """
    used = [sample for sample in samples if sample.split and not sample.left_out]
    every = joined(near or ())
    sets = {sample.digest: every[sample.digest] for sample in used if sample.digest in every}
    groups = {sample.group_key for sample in used}
    sides: dict[str, set[str]] = defaultdict(set)
    for sample in used:
        for name in (f"picture {sample.digest}", f"group {sample.group_key}"):
            sides[name].add(sample.split)
        if sample.digest in sets:
            sides[f"near-duplicates of {sets[sample.digest]}"].add(sample.split)
    for name, splits in sides.items():
        if len(splits) > 1:
            raise RunError(f"leak: the {name} is in {' and '.join(sorted(splits))}; please report this")
    made = [sample for sample in used if sample.generated]
    if astray := [sample for sample in made if sample.split != "train"]:
        raise RunError(f"leak: the generated {astray[0].uri} is in {astray[0].split}; please report this")
    doubled = len(sets) - len(set(sets.values()))
    return Certificate(len(used), len(groups), doubled, near is not None, len(made))
