"""Group: which samples belong together, so that no split parts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from ..data import Sample
from ..ties import joined

PRIORITY = ("train", "val", "test")
"""Of near-duplicates in two given splits the one in the later of these stays."""

Pairs = Iterable[tuple[str, str]]
"""Digests of pictures that are nearly the same; joined through others counts, too."""


def parted(samples: Sequence[Sample], near: Pairs) -> list[Sample]:
    """The samples; of near-duplicates in two given splits only those of the more precious split stay.

    The others are left out with the reason: a test picture whose near-copy was learned from measures nothing.
    """
    sets = joined(near)
    most: dict[str, Sample] = {}
    for sample in samples:
        if sample.digest in sets and sample.split and not sample.left_out:
            name = sets[sample.digest]
            if name not in most or _precious(sample) > _precious(most[name]):
                most[name] = sample
    return [_kept(sample, most.get(sets.get(sample.digest, ""))) for sample in samples]


def _kept(sample: Sample, most: Sample | None) -> Sample:
    if most is None or sample.left_out or not sample.split or sample.split == most.split:
        return sample
    reason = f"is nearly the same picture as {most.uri}, which is given as {most.split}"
    return replace(sample, left_out=reason)


def _precious(sample: Sample) -> int:
    return PRIORITY.index(sample.split)


def grouped(samples: Sequence[Sample], near: Pairs, *, burst: float | None) -> list[Sample]:
    """The samples, with one group name for all that belong together.

    near   near-duplicates, by digest
    burst  pictures of one source and camera taken within so many seconds belong together; None = no bursts
    What a source says belongs together stays together. A group is called by the smallest of its members'
    names, so that it keeps its name, and with it its split, unless it gains a smaller one.
    """
    usable = [sample for sample in samples if not sample.left_out]
    of_digest = _by_digest(usable)
    ties = [(a, b) for one, other in near for a in of_digest[one][:1] for b in of_digest[other][:1]]
    if burst is not None:
        ties += _bursts(usable, burst)
    names = joined((_name(one), _name(other)) for one, other in ties)
    return [replace(s, group=names[_name(s)]) if not s.left_out and _name(s) in names else s for s in samples]


def _name(sample: Sample) -> str:
    return sample.group or sample.digest


def _by_digest(samples: Iterable[Sample]) -> dict[str, list[Sample]]:
    found: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if not sample.left_out:
            found[sample.digest].append(sample)
    return found


def _bursts(samples: Iterable[Sample], seconds: float) -> Iterator[tuple[Sample, Sample]]:
    timed: dict[tuple[int, str], list[tuple[float, str, Sample]]] = defaultdict(list)
    for sample in samples:
        if taken := sample.facts.get("taken"):
            when = datetime.fromisoformat(taken).timestamp()
            camera = str(sample.facts.get("camera", ""))
            timed[sample.source, camera].append((when, sample.id, sample))
    for series in timed.values():
        for (before, _, one), (after, _, other) in pairwise(sorted(series, key=lambda each: each[:2])):
            if after - before <= seconds:
                yield one, other
