"""Group: which samples belong together, so that no split parts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from ..data import Sample
from ..ties import joined

PRIORITY = ("train", "val", "test")
"""Of what belongs together in two given splits the part in the later of these stays."""

NEAR = "is nearly the same picture as"
BURST = "was taken in one burst with"

EPOCH = datetime(1970, 1, 1)
"""Clocks of cameras have no time zone: times are compared as they stand."""

Pairs = Iterable[tuple[str, str]]
"""Digests of pictures that are nearly the same; joined through others counts, too."""


def parted(samples: Sequence[Sample], near: Pairs, *, burst: float | None) -> list[Sample]:
    """The samples; of what belongs together in two given splits only the more precious split's stay.

    What was generated and is nearly the same as a picture that was not, shows nothing new and does not stay.
    The others are left out with the reason: a test picture whose near-copy was learned from measures nothing.
    near   near-duplicates, by digest
    burst  as in `grouped`
    """
    sets = joined(near)
    kept = _kept(_new(samples, sets), {s.id: sets[s.digest] for s in samples if s.digest in sets}, NEAR)
    if burst is None:
        return kept
    usable = [sample for sample in kept if not sample.left_out]
    ties = [*_near(usable, sets), *_bursts(usable, burst)]
    return _kept(kept, joined((one.id, other.id) for one, other in ties), BURST)


def _new(samples: Sequence[Sample], sets: Mapping[str, str]) -> list[Sample]:
    """The samples, without those generated that are in one set with one that was not."""
    real = {
        sets[s.digest]: s.uri
        for s in reversed(samples)
        if s.digest in sets and not s.generated and not s.left_out
    }
    return [
        replace(s, left_out=f"was generated, and {NEAR} {real[sets[s.digest]]}")
        if s.generated and not s.left_out and sets.get(s.digest) in real
        else s
        for s in samples
    ]


def _kept(samples: Sequence[Sample], sets: Mapping[str, str], tie: str) -> list[Sample]:
    """The samples; of each set, given as {sample id: set}, only those of its most precious given split."""
    most: dict[str, Sample] = {}
    for sample in samples:
        if sample.id in sets and sample.split and not sample.left_out:
            name = sets[sample.id]
            if name not in most or _precious(sample) > _precious(most[name]):
                most[name] = sample
    found = []
    for sample in samples:
        first = most.get(sets.get(sample.id, ""), sample)
        if sample.split and sample.split != first.split and not sample.left_out:
            sample = replace(sample, left_out=f"{tie} {first.uri}, which is given as {first.split}")
        found.append(sample)
    return found


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
    ties = [*_near(usable, joined(near)), *(_bursts(usable, burst) if burst is not None else ())]
    names = joined(
        (one.group_key, other.group_key) for one, other in ties if one.group_key != other.group_key
    )
    return [
        replace(s, group=names[s.group_key]) if not s.left_out and s.group_key in names else s
        for s in samples
    ]


def _near(samples: Iterable[Sample], sets: Mapping[str, str]) -> Iterator[tuple[Sample, Sample]]:
    """Each sample of a set, {digest: set}, with the first; what ties two of them may be left out."""
    first: dict[str, Sample] = {}
    for sample in samples:
        if sample.digest in sets:
            yield first.setdefault(sets[sample.digest], sample), sample


def _bursts(samples: Iterable[Sample], seconds: float) -> Iterator[tuple[Sample, Sample]]:
    timed: dict[tuple[int, str], list[tuple[float, str, Sample]]] = defaultdict(list)
    for sample in samples:
        if taken := sample.facts.get("taken"):
            when = (datetime.fromisoformat(taken) - EPOCH).total_seconds()
            camera = str(sample.facts.get("camera", ""))
            timed[sample.source, camera].append((when, sample.id, sample))
    for series in timed.values():
        for (before, _, one), (after, _, other) in pairwise(sorted(series, key=lambda each: each[:2])):
            if after - before <= seconds:
                yield one, other
