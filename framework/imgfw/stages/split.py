"""Split: train, val and test, such that no group is on both sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from itertools import accumulate

from ..chance import place
from ..data import Sample
from ..errors import RunError
from ..targets import UNKNOWN

NAMES = ("train", "val", "test")

ALL = ""
"""Stands among the labels for every sample, so that a split lacks samples as it lacks labels."""

Lacking = dict[str, dict[str, float]]
"""How many samples of each label each split still lacks; below zero where it has too many."""


def split(samples: Sequence[Sample], shares: Mapping[str, float], *, exact: bool, seed: int) -> list[Sample]:
    """The samples with their split; samples that are left out have none.

    shares  {"train": .., "val": .., "test": ..}, summing to 1
    exact   stratify by labels, so that each label's shares are met within about one group; else a stable hash
            of the group decides, so that adding samples moves no other
    Given splits are kept; what they lack is taken from their train part, by group. Generated samples are in
    train, whatever the shares, and the others are split as they would be without them.
    Raises RunError where a split with a share gets no sample, and where a group has two given splits.
    """
    groups: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if not sample.left_out and not sample.generated:
            groups[sample.group_key].append(sample)
    given = {name: _given(name, members) for name, members in groups.items()}
    present = {split for split in given.values() if split}
    free = {name: members for name, members in groups.items() if _is_free(given[name], present)}
    wanted = {name: shares[name] for name in NAMES if name == "train" or name not in present}
    assign = _stratified if exact else _hashed
    chosen = given | assign(free, wanted, seed)
    split_of = {sample.id: chosen[name] for name, members in groups.items() for sample in members}
    _check(Counter(split_of.values()), shares, present, exact)
    return [s if s.left_out else replace(s, split=split_of.get(s.id, "train")) for s in samples]


def folds(samples: Sequence[Sample], count: int, *, exact: bool, seed: int) -> dict[str, int]:
    """{sample id: fold} of the train and val samples: val is fold 0, train is divided into the others.

    Generated samples are in none: they stay in train.
    """
    groups: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.split == "train" and not sample.left_out and not sample.generated:
            groups[sample.group_key].append(sample)
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
    """Iterative stratification (Sechidis and others, 2011), and then what single moves can mend of it."""
    order = sorted(groups, key=lambda name: place(seed, name))
    labels = {name: Counter(sorted([*_labels(groups[name]), *(ALL for _ in groups[name])])) for name in order}
    counts: Counter[str] = Counter()
    for own in labels.values():
        counts.update(own)
    total = sum(shares.values())
    lacking = {
        split: {label: n * share / total for label, n in counts.items()}
        for split, share in shares.items()
        if share > 0
    }
    weights = counts | Counter({ALL: 4 * counts[ALL]})  # where both cannot be met, size gives way to labels
    return _mended(_dealt(labels, lacking, counts, seed), labels, lacking, weights)


def _dealt(
    labels: Mapping[str, Counter[str]], lacking: Lacking, left: Counter[str], seed: int
) -> dict[str, str]:
    """Rarest label first, of what is left: its groups, largest first, go where most of it is lacking."""
    having: dict[str, list[str]] = defaultdict(list)
    for name, own in labels.items():
        for label in own:
            having[label].append(name)
    chosen: dict[str, str] = {}
    queue = sorted((n, label == ALL, label) for label, n in left.items())
    while queue:
        count, _, label = heappop(queue)
        if count != left[label]:
            continue
        touched: set[str] = set()
        waiting = [name for name in having[label] if name not in chosen]
        for name in sorted(waiting, key=lambda name: (-labels[name][label], -labels[name][ALL])):
            lacks = {s: (of[label], of[ALL], place(seed, f"{name} {s}")) for s, of in lacking.items()}
            chosen[name] = max(lacks, key=lambda split: lacks[split])
            _put(labels[name], lacking[chosen[name]])
            left.subtract(labels[name])
            touched |= labels[name].keys()
        for other in touched:
            if left[other]:
                heappush(queue, (left[other], other == ALL, other))
    return chosen


def _mended(
    chosen: dict[str, str], labels: Mapping[str, Counter[str]], lacking: Lacking, weights: Mapping[str, int]
) -> dict[str, str]:
    """Groups move one by one, until no move lowers the squares of what is lacking."""
    moved = True
    while moved:
        moved = False
        for name, own in labels.items():
            here = lacking[chosen[name]]
            costs = {split: _cost(own, here, there, weights) for split, there in lacking.items()}
            best = min(costs, key=lambda split: costs[split])
            if costs[best] < -1e-9:
                here.update({label: here[label] + n for label, n in own.items()})
                _put(own, lacking[best])
                chosen[name], moved = best, True
    return chosen


def _cost(
    own: Counter[str], here: Mapping[str, float], there: Mapping[str, float], weights: Mapping[str, int]
) -> float:
    """Half of what a move adds to the squares, by weights, so that a rare label gives nothing away."""
    return sum(n * (here[label] - there[label] + n) / weights[label] for label, n in own.items())


def _put(own: Counter[str], split: dict[str, float]) -> None:
    for label, n in own.items():
        split[label] -= n


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
