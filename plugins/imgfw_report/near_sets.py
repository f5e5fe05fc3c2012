"""Sets of nearly the same pictures, found as a run finds them, within what it kept together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING

from imgfw import Picture, PictureError, Sample, fingerprint_of, near_duplicates

if TYPE_CHECKING:
    import numpy as np

CLOSE = 14
"""Of nearly the same pictures the hashes differ in so many of 64 bits at most, unless one is turned."""
TRIED = 100
"""Groups whose pictures are read to be sure."""


def near_sets(
    samples: Sequence[Sample], picture: Callable[[Sample], Picture], count: int
) -> list[tuple[Sample, ...]]:
    """At most `count` sets of nearly the same pictures.

    Pictures are read of groups alone in which hashes are close, of 100 such groups at most. Pictures that
    are near only when one is turned are passed over.
    """
    groups = islice((near for group in _groups(samples) if len(near := _close(group)) > 1), TRIED)
    return list(islice((own for group in groups for own in _sure(group, picture)), count))


def _groups(samples: Sequence[Sample]) -> Iterator[list[Sample]]:
    """Of several pictures each, in the order of the groups' names."""
    usable = [s for s in samples if not s.left_out and not s.number and isinstance(s.facts.get("hash"), str)]
    for _, own in groupby(sorted(usable, key=lambda s: (s.group_key, s.uri)), lambda s: s.group_key):
        group = list(own)
        if len(group) > 1:
            yield group


def _close(group: Sequence[Sample]) -> list[Sample]:
    """Those that have another with a close hash."""
    import numpy as np

    hashes = np.array([int(sample.facts["hash"], 16) for sample in group], np.uint64)
    near = [(np.bitwise_count(hashes ^ own) <= CLOSE).sum() > 1 for own in hashes]
    return [sample for sample, has_another in zip(group, near, strict=True) if has_another]


def _sure(group: Sequence[Sample], picture: Callable[[Sample], Picture]) -> Iterator[tuple[Sample, ...]]:
    """Sets within a group; what cannot be read is in none."""
    seen: list[tuple[Sample, np.ndarray]] = []
    for sample in group:
        try:
            seen.append((sample, fingerprint_of(picture(sample).image).thumb))
        except PictureError:  # the page says so where it is shown
            continue
    pairs = near_duplicates([sample.facts["hash"] for sample, _ in seen], lambda row: seen[row][1])
    sets: list[set[int]] = []
    for pair in pairs:
        joined = set(pair).union(*(own for own in sets if own & set(pair)))
        sets = [own for own in sets if not own & joined] + [joined]
    yield from (tuple(seen[row][0] for row in sorted(own)) for own in sets)
