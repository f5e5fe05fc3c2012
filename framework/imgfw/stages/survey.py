"""Survey: every sample of all sources, known by content; what cannot be used is left out with a reason."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import files
from ..border import samples_of, targets_of
from ..chance import place
from ..data import Labels, Region, Sample
from ..errors import ComponentError, RunError
from ..labels import Columns, by_target, of_copies
from ..targets import Target, with_labels
from ..ties import joined

if TYPE_CHECKING:
    from ..kinds import Source

SPLITS = ("test", "val", "train")


def listed(sources: Sequence[Source], columns: Columns, renamed: Mapping[str, str]) -> list[Sample]:
    """The samples of all sources with their labels by target; `renamed` maps given splits to ours."""
    samples = []
    of_column = _declared(sources) if any(len(names) > 1 for names in columns.values()) else {}
    for position, source in enumerate(sources):
        for sample in samples_of(source):
            given = renamed.get(sample.split, sample.split)
            if given and given not in SPLITS:
                raise RunError(
                    f"{sample.uri}: split {given!r}; expected train, val or test: rename it by [split] splits"
                )
            samples.append(
                replace(
                    sample, source=position, split=given, labels=by_target(sample.labels, columns, of_column)
                )
            )
    if not samples:
        raise RunError("the sources gave no sample at all; look at their paths and at the layout they expect")
    return samples


def passed_over(sources: Sequence[Source]) -> str:
    """What the sources found beside their samples, as one sentence; "" for nothing."""
    found: Counter[str] = Counter()
    for source in sources:
        given = source.passed_over()
        if not isinstance(given, Mapping) or not all(
            isinstance(ending, str) and isinstance(count, int) for ending, count in given.items()
        ):
            what = f"expected passed_over() to give counts by ending, got {given!r:.80}"
            raise ComponentError(f"{source.kind}/{source.use}: {what}")
        found.update(given)
    return files.passed_over(found)


def limited(samples: Sequence[Sample], limit: int | None) -> list[Sample]:
    """At most `limit` samples, drawn by their names, in the order of the list."""
    if limit is None or len(samples) <= limit:
        return list(samples)
    drawn = sorted(range(len(samples)), key=lambda i: place(samples[i].source, samples[i].uri))
    return [samples[i] for i in sorted(drawn[:limit])]


def merged(samples: Iterable[Sample], targets: Mapping[str, Target]) -> list[Sample]:
    """One sample per content: copies are listed on the first, contradicting labels leave it out.

    For a multi-label target all labels of the copies hold. Of given splits test wins over val over train.
    Groups that have a copy of the same content become one.
    """
    by_content: dict[str, list[Sample]] = {}
    unusable = []
    for sample in samples:
        if sample.left_out or not sample.digest:
            unusable.append(sample)
        else:
            by_content.setdefault(sample.id, []).append(sample)
    names = joined(tie for copies in by_content.values() for tie in _ties(copies))
    found = [_one(copies, targets) for copies in by_content.values()]
    return [replace(s, group=names.get(s.group, s.group)) if s.group else s for s in found] + unusable


def expanded(samples: Iterable[Sample], regions: Mapping[str, Sequence[Region]]) -> list[Sample]:
    """One sample for each region that was found in a picture; several of one picture are one group.

    regions  {digest: regions found}; a sample whose source gave a region keeps that one
    """
    return [one for sample in samples for one in _regions_of(sample, regions.get(sample.digest, ()))]


def _regions_of(sample: Sample, regions: Sequence[Region]) -> list[Sample]:
    if sample.left_out or sample.region is not None or not regions:
        return [sample]
    if len(regions) == 1:
        return [replace(sample, region=regions[0])]
    group = sample.group_key
    return [
        replace(sample, region=region, number=number, group=group) for number, region in enumerate(regions)
    ]


def used_targets(targets: Mapping[str, Target], samples: Sequence[Sample]) -> dict[str, Target]:
    """The targets with their labels, as far as usable samples carry them; says what is wrong with the set."""
    usable = [sample for sample in samples if not sample.left_out]
    if not usable:
        reasons = "; ".join(sorted({sample.left_out for sample in samples})[:3])
        raise RunError(f"none of {len(samples)} samples can be used: {reasons}")
    found = {name: with_labels(target, [s.labels for s in usable]) for name, target in targets.items()}
    for target in found.values():
        _told_apart(target)
        there = with_labels(replace(target, labels=()), [s.labels for s in usable]).labels
        if target.type != "number" and len(there) < (1 if target.type == "multi-label" else 2):
            names = ", ".join(there) or "none"
            raise RunError(
                f'target "{target.name}": expected at least two labels to tell apart, got {names}; '
                f"look at the folder or column that gives them{_why(samples)}"
            )
    return found


def _told_apart(target: Target) -> None:
    """Labels that are read the same, though other characters write them, are one label to people."""
    first: dict[str, str] = {}
    for label in target.labels:
        other = first.setdefault(unicodedata.normalize("NFC", label), label)
        if other != label:
            raise RunError(
                f'target "{target.name}": two labels are read "{label}", written {other!a} and '
                f"{label!a}; expected one: rename the folder or the values of one of them"
            )


def _why(samples: Sequence[Sample]) -> str:
    """How many samples are left out, with the first of them."""
    left_out = [sample for sample in samples if sample.left_out]
    if not left_out:
        return ""
    return f". {len(left_out):,} are left out, such as {left_out[0].uri}: {left_out[0].left_out}"


def labelled(samples: Iterable[Sample], targets: Mapping[str, Target]) -> list[Sample]:
    """The samples; those without any label for any target are left out."""
    return [
        s if s.left_out or any(name in s.labels for name in targets) else replace(s, left_out="has no label")
        for s in samples
    ]


def _declared(sources: Sequence[Source]) -> dict[str, tuple[str, ...]]:
    """The labels that sources name for each of their targets."""
    found: dict[str, tuple[str, ...]] = {}
    for source in sources:
        for target in targets_of(source):
            found[target.name] = (*found.get(target.name, ()), *target.labels)
    return found


def _ties(copies: Sequence[Sample]) -> Iterator[tuple[str, str]]:
    """The groups of copies belong together; the first copy stands for all of them."""
    groups = [sample.group for sample in copies if sample.group]
    yield from ((groups[0], group) for group in groups[1:])


def _one(copies: Sequence[Sample], targets: Mapping[str, Target]) -> Sample:
    first = copies[0]
    if len(copies) == 1:
        return first
    others = tuple(sample.uri for sample in copies[1:])
    splits = {sample.split for sample in copies}
    kept = next((split for split in SPLITS if split in splits), "")
    labels: dict[str, Labels] = {}
    conflicts = []
    for name, target in targets.items():
        given = [sample.labels[name] for sample in copies if name in sample.labels]
        if target.type == "multi-label":
            labels |= of_copies([sample.labels for sample in copies], name)
        elif len(set(given)) > 1:
            first_with = {s.labels[name]: s.uri for s in reversed(copies) if name in s.labels}
            told = sorted(f"{_text(value)} in {uri}" for value, uri in first_with.items())
            conflicts.append(f"{name} is {' and '.join(told)}")
        elif given:
            labels[name] = given[0]
    reason = f"the same picture has contradicting labels: {'; '.join(conflicts)}" if conflicts else ""
    group = next((sample.group for sample in copies if sample.group), "")
    return replace(first, labels=labels, copies=others, group=group, split=kept, left_out=reason)


def _text(value: Labels) -> str:
    return "|".join(value) if isinstance(value, tuple) else str(value)
