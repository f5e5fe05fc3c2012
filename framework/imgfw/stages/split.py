"""Split: train, val and test, such that no group is on both sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from ..chance import place
from ..data import Sample
from ..errors import RunError
from ..targets import UNKNOWN

NAMES = ("train", "val", "test")


def split(samples: Sequence[Sample], shares: Mapping[str, float], *, exact: bool, seed: int) -> list[Sample]:
    """The samples with their split; samples that are left out have none.

    shares  {"train": .., "val": .., "test": ..}, summing to 1
    exact   stratify by labels, so that each label's shares are met within one group; else a stable hash of
            the group decides, so that adding samples moves no other
    Given splits are kept; what they lack is taken from their train part, by group.
    Raises RunError where a split with a share gets no sample, and where a group has two given splits.
    """
    groups: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if not sample.left_out:
            groups[sample.group or sample.digest].append(sample)
    given = {name: _given(name, members) for name, members in groups.items()}
    present = {split for split in given.values() if split}
    free = {name: members for name, members in groups.items() if _is_free(given[name], present)}
    wanted = {name: shares[name] for name in NAMES if name == "train" or name not in present}
    assign = _stratified if exact else _hashed
    chosen = given | assign(free, wanted, seed)
    split_of = {sample.id: chosen[name] for name, members in groups.items() for sample in members}
    _check(Counter(split_of.values()), shares, present, exact)
    return [s if s.left_out else replace(s, split=split_of[s.id]) for s in samples]


def folds(samples: Sequence[Sample], count: int, *, exact: bool, seed: int) -> dict[str, int]:
    """{sample id: fold} of the train and val samples: val is fold 0, train is divided into the others."""
    groups: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.split == "train" and not sample.left_out:
            groups[sample.group or sample.digest].append(sample)
    shares = {str(number): 1 / (count - 1) for number in range(1, count)}
    assign = _stratified if exact else _hashed
    chosen = assign(groups, shares, seed + 1)
    found = {sample.id: 0 for sample in samples if sample.split == "val" and not sample.left_out}
    found |= {s.id: int(chosen[name]) for name, members in groups.items() for s in members}
    sizes = Counter(found.values())
    if empty := [number for number in range(count) if not sizes[number]]:
        raise RunError(
            f"fold {empty[0] + 1} of {count} got none of {len(found)} samples; ask for fewer [split] folds, "
            "add samples" + ("" if exact else ", or say [split] exact = true")
        )
    return found


def refolded(samples: Sequence[Sample], fold: Mapping[str, int], number: int) -> list[Sample]:
    """The samples with one fold as val and the others as train; test stays what it is."""
    return [
        replace(s, split="val" if fold[s.id] == number else "train") if s.id in fold else s for s in samples
    ]


def _given(name: str, members: Sequence[Sample]) -> str:
    """The split that the source gives a group, "" for none; one given member takes the others along."""
    of = {sample.split: sample.uri for sample in reversed(members) if sample.split}
    if len(of) > 1:
        places = ", ".join(f"{uri} in {split}" for split, uri in sorted(of.items()))
        raise RunError(
            f"group {name[:16]} is parted by the given splits ({places}); what belongs together must not be"
        )
    return next(iter(of), "")


def _is_free(given: str, present: set[str]) -> bool:
    """Without given splits every group is to be assigned; with them the train part may have to give."""
    return not given or (given == "train" and not present >= {"val", "test"})


def _hashed(groups: Mapping[str, Sequence[Sample]], shares: Mapping[str, float], seed: int) -> dict[str, str]:
    total = sum(shares.values())
    edges = list(zip(shares, accumulate(shares.values()), strict=True))
    largest = max(shares, key=lambda split: shares[split])
    chosen = {}
    for name in groups:
        position = place(seed, name) * total
        chosen[name] = next((split for split, edge in edges if position < edge), largest)
    return chosen


def _stratified(
    groups: Mapping[str, Sequence[Sample]], shares: Mapping[str, float], seed: int
) -> dict[str, str]:
    """Largest groups first, each to the split that lacks most of its labels."""
    total = sum(shares.values())
    labels = {name: Counter(_labels(members)) for name, members in groups.items()}
    all_labels: Counter[str] = sum(labels.values(), Counter())
    lacking = {
        s: {label: n * share / total for label, n in all_labels.items()} for s, share in shares.items()
    }
    size = {split: sum(len(m) for m in groups.values()) * share / total for split, share in shares.items()}
    rarity = {name: min((all_labels[label] for label in own), default=0) for name, own in labels.items()}
    order = sorted(groups, key=lambda name: (-len(groups[name]), rarity[name], place(seed, name)))
    chosen = {}
    for name in order:
        own = labels[name]
        split = max(
            (s for s in shares if shares[s] > 0),
            key=lambda s: (sum(lacking[s][label] for label in own) / max(1, len(own)), size[s]),
        )
        chosen[name] = split
        size[split] -= len(groups[name])
        for label, count in own.items():
            lacking[split][label] -= count
    return chosen


def _labels(members: Sequence[Sample]) -> list[str]:
    return [
        f"{target}={label}"
        for sample in members
        for target, given in sample.labels.items()
        if isinstance(given, tuple) and not target.endswith(UNKNOWN)
        for label in given
    ]


def _check(found: Counter[str], shares: Mapping[str, float], present: set[str], exact: bool) -> None:
    for name in NAMES:
        if not found[name] and (shares[name] > 0 or name == "train" or name in present):
            hint = "add samples or change the shares" if exact else "say [split] exact = true, or add samples"
            raise RunError(f"the {name} split got none of {sum(found.values())} samples; {hint}")
