"""Split: no group on both sides, stable or exact."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw.data import Sample
from imgfw.errors import RunError
from imgfw.stages.group import grouped
from imgfw.stages.split import folds, refolded, split

SHARES = {"train": 0.7, "val": 0.15, "test": 0.15}


def samples(count: int, *, labels: int = 2, group_of=lambda i: "") -> list[Sample]:
    """Samples whose labels take turns."""
    return [
        Sample(str(i), digest=f"{i:05}", labels={"t": (f"label{i % labels}",)}, group=group_of(i))
        for i in range(count)
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=40, max_size=90), st.booleans(), st.integers(0, 99))
def test_no_group_is_on_both_sides(groups: list[int], exact: bool, seed: int):
    """Whatever the groups, the seed and the way: samples of one group are in one split."""
    given_ = [replace(s, group=f"g{groups[i]}") for i, s in enumerate(samples(len(groups)))]

    try:
        found = split(given_, SHARES, exact=exact, seed=seed)
    except RunError as error:
        assert "split got none of" in str(error)
        return

    sides = {(sample.group, sample.split) for sample in found}
    assert len(sides) == len({sample.group for sample in found})


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000))
def test_adding_samples_moves_no_other(seed: int):
    """The stable split of a sample does not depend on which others there are."""
    before = {s.id: s.split for s in split(samples(200), SHARES, exact=False, seed=seed)}

    after = {s.id: s.split for s in split(samples(260), SHARES, exact=False, seed=seed)}

    assert all(after[name] == side for name, side in before.items())


def test_stable_shares_are_met_about():
    """Of 2,000 groups the shares are met within four standard deviations."""
    found = Counter(s.split for s in split(samples(2000), SHARES, exact=False, seed=3))

    for name, share in SHARES.items():
        assert abs(found[name] - 2000 * share) <= 4 * (2000 * share * (1 - share)) ** 0.5


@settings(max_examples=40, deadline=None)
@given(st.integers(20, 120), st.integers(2, 3), st.integers(0, 50))
def test_exact_shares_are_met_in_every_label(count: int, labels: int, seed: int):
    """With groups of one, each label's share in each split is within one sample of what was asked for."""
    found = split(samples(count, labels=labels), SHARES, exact=True, seed=seed)

    for label in range(labels):
        own = [s.split for s in found if s.labels["t"] == (f"label{label}",)]
        for name, share in SHARES.items():
            assert abs(own.count(name) - len(own) * share) <= 1


def drawn(rates: list[float], *, count: int, seed: int) -> list[Sample]:
    """Samples that have each label by chance, at its rate."""
    rng = random.Random(seed)
    return [
        replace(s, labels={"t": tuple(f"label{i}" for i, rate in enumerate(rates) if rng.random() < rate)})
        for s in samples(count)
    ]


def strays(found: list[Sample]) -> dict[tuple[str, str, str], float]:
    """By target, label and split: how many samples more or less there are than asked for."""
    counts = Counter((t, label, s.split) for s in found for t, own in s.labels.items() for label in own)
    totals = Counter((t, label) for s in found for t, own in s.labels.items() for label in own)
    return {
        (*key, name): abs(counts[*key, name] - total * share)
        for key, total in totals.items()
        for name, share in SHARES.items()
    }


@pytest.mark.parametrize("seed", range(3))
def test_exact_shares_are_met_where_samples_have_many_labels(seed: int):
    """Of 1,000 samples with 20 labels, every label and the whole are divided as asked for."""
    found = split(drawn([0.3] * 20, count=1000, seed=seed), SHARES, exact=True, seed=seed)

    assert max(strays(found).values()) <= 2
    sizes = Counter(s.split for s in found)
    assert all(abs(sizes[name] - 1000 * share) <= 10 for name, share in SHARES.items())


@pytest.mark.parametrize("seed", range(6))
def test_a_rare_label_among_common_ones_is_in_every_split(seed: int):
    """Of seven samples each split has one, and no move that helps common labels takes it away."""
    given_ = drawn([0.3] * 20, count=1000, seed=seed)
    for i in range(42):
        own = (*given_[i].labels["t"], f"rare{i % 6}")
        given_[i] = replace(given_[i], labels={"t": own})

    found = split(given_, SHARES, exact=True, seed=seed)

    assert max(stray for (_, label, _), stray in strays(found).items() if "rare" in label) <= 1
    assert len({(label, s.split) for s in found for label in s.labels["t"] if "rare" in label}) == 18


@pytest.mark.parametrize("seed", range(10))
def test_the_rarest_label_is_dealt_first(seed: int):
    """Where groups are too large to be moved about, those with a rare label are divided as asked for."""
    given_ = samples(400, labels=1, group_of=lambda i: f"g{i // 20}")
    for i in range(0, 200, 20):
        given_[i] = replace(given_[i], labels={"t": ("label0", "rare")})

    found = split(given_, SHARES, exact=True, seed=seed)

    assert max(stray for (_, label, _), stray in strays(found).items() if label == "rare") <= 1
    assert max(stray for (_, label, _), stray in strays(found).items() if label == "label0") <= 20


@pytest.mark.parametrize("seed", range(3))
def test_exact_shares_are_met_in_every_target(seed: int):
    """Two targets, one of them uneven, are both divided as asked for."""
    rng = random.Random(seed)
    given_ = [
        replace(s, labels={**s.labels, "u": (f"u{min(9, int(rng.expovariate(0.4)))}",)})
        for s in samples(1000, labels=3)
    ]

    found = split(given_, SHARES, exact=True, seed=seed)

    assert max(strays(found).values()) <= 1.5


@pytest.mark.parametrize("seed", range(5))
def test_exact_shares_are_met_with_groups_of_all_sizes(seed: int):
    """The largest groups are dealt first, so that the small ones fill what is left."""
    rng = random.Random(seed)
    given_: list[Sample] = []
    for number in range(200):
        own = {"t": (f"label{min(4, int(rng.expovariate(0.7)))}",)}
        members = samples(rng.randint(1, 10), group_of=lambda i, number=number: f"g{number}")
        given_ += [
            replace(s, uri=f"{number}-{s.uri}", digest=f"{number}-{s.uri}", labels=own) for s in members
        ]

    found = split(given_, SHARES, exact=True, seed=seed)

    assert max(strays(found).values()) <= 2
    assert len({(s.group, s.split) for s in found}) == 200


def test_an_exact_split_does_not_depend_on_the_order():
    """The same samples in another order, with their labels in another order, are split the same."""
    given_ = drawn([0.3] * 8, count=300, seed=0)
    other = [replace(s, labels={"t": s.labels["t"][::-1]}) for s in given_[::-1]]

    found, again = (split(some, SHARES, exact=True, seed=0) for some in (given_, other))

    assert {s.id: s.split for s in found} == {s.id: s.split for s in again}


def test_another_seed_splits_otherwise():
    """The seed decides."""
    one = [s.split for s in split(samples(100), SHARES, exact=False, seed=1)]
    two = [s.split for s in split(samples(100), SHARES, exact=False, seed=2)]

    assert one != two


def test_an_empty_split_is_refused_by_name():
    """Where three samples fill no three splits, the error says which one is empty and what to do."""
    with pytest.raises(RunError, match=r"the (val|test|train) split got none of 3 samples.*exact"):
        split(samples(3), SHARES, exact=False, seed=0)


def test_a_split_without_a_share_may_be_empty():
    """With a share of 0 nothing goes there, and nobody complains."""
    found = split(samples(50), {"train": 0.7, "val": 0.0, "test": 0.3}, exact=True, seed=0)

    assert Counter(s.split for s in found) == {"train": 35, "test": 15}


def test_given_splits_are_kept_and_val_is_taken_from_train():
    """Given test samples stay; a missing val part comes out of train."""
    given_ = [replace(s, split="test" if i % 4 == 0 else "train") for i, s in enumerate(samples(200))]

    found = split(given_, SHARES, exact=False, seed=0)

    before = {s.id: s.split for s in given_}
    assert all(s.split == "test" for s in found if before[s.id] == "test")
    assert {s.split for s in found if before[s.id] == "train"} == {"train", "val"}


def test_a_group_with_two_given_splits_is_refused():
    """The error names the group and its samples."""
    given_ = [
        replace(samples(2, group_of=lambda i: "burst")[i], split=side)
        for i, side in enumerate(("train", "test"))
    ]

    with pytest.raises(RunError, match=r"group burst .* \(1 in test, 0 in train\)"):
        split(given_, SHARES, exact=False, seed=0)


def test_a_given_split_takes_the_rest_of_its_group_along():
    """A picture without a split that belongs to a test picture is in test, too."""
    given_ = [replace(s, split="test" if i % 4 == 0 else "train") for i, s in enumerate(samples(60))]
    more = Sample("more", digest="more", labels={"t": ("label0",)}, group="both")
    given_ += [replace(more, uri="g", digest="g", split="test"), more]

    found = {s.uri: s.split for s in split(given_, SHARES, exact=False, seed=0)}

    assert found["more"] == found["g"] == "test"


def test_what_is_left_out_has_no_split():
    """Samples that are not used belong nowhere."""
    given_ = samples(100)
    given_[7] = replace(given_[7], left_out="broken")

    found = split(given_, SHARES, exact=False, seed=0)

    assert found[7].split == "" and found[7].left_out == "broken"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 30), min_size=60, max_size=120),
    st.integers(2, 5),
    st.integers(0, 50),
    st.booleans(),
)
def test_folds_never_part_a_group(groups: list[int], count: int, seed: int, exact: bool):
    """Each train or val sample is in one fold, with its whole group; test is in none."""
    given_ = [replace(s, group=f"g{groups[i]}") for i, s in enumerate(samples(len(groups)))]
    shares = {"train": 0.8 - 0.8 / count, "val": 0.8 / count, "test": 0.2}
    try:
        found = split(given_, shares, exact=exact, seed=seed)
        fold = folds(found, count, exact=exact, seed=seed)
    except RunError as error:
        assert "got none of" in str(error)
        return

    assert set(fold) == {s.id for s in found if s.split in ("train", "val")}
    assert set(fold.values()) == set(range(count))
    assert len({(s.group, fold[s.id]) for s in found if s.id in fold}) == len(
        {s.group for s in found if s.id in fold}
    )


def test_each_fold_is_val_once():
    """Refolded, a fold is val and the rest is learned from; test stays."""
    found = split(samples(200), {"train": 0.6, "val": 0.2, "test": 0.2}, exact=True, seed=0)
    fold = folds(found, 4, exact=True, seed=0)

    rounds = [refolded(found, fold, number) for number in range(4)]

    assert [s.split for s in rounds[0]] == [s.split for s in found]
    assert Counter(s.id for one in rounds for s in one if s.split == "val") == Counter(list(fold))
    for one in rounds:
        assert {s.id for s in one if s.split == "test"} == {s.id for s in found if s.split == "test"}
        assert Counter(s.split for s in one) == {"train": 120, "val": 40, "test": 40}


def test_more_folds_than_groups_are_refused():
    """The error says which fold is empty and what to do."""
    found = split(
        samples(12, group_of=lambda i: f"g{i % 4}"),
        {"train": 0.5, "val": 0.25, "test": 0.25},
        exact=True,
        seed=0,
    )

    with pytest.raises(RunError, match=r"fold \d of 5 got none of 9 samples; ask for fewer"):
        folds(found, 5, exact=True, seed=0)


PAIRS = st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=25)


@settings(max_examples=80, deadline=None)
@given(
    PAIRS,
    PAIRS,
    st.lists(st.sampled_from(["", "", "", "g1", "g2", "g3"]), min_size=60, max_size=60),
    st.integers(0, 99),
)
def test_only_groups_that_gain_a_member_move(near: list, more_near: list, sources: list[str], seed: int):
    """For any set, near-duplicates and seed: adding pictures moves none but those whose group grew."""
    everything = [replace(s, group=sources[i]) for i, s in enumerate(samples(60))]
    first, before_pairs = everything[:45], [pair for pair in near if max(pair) < 45]
    named = [(f"{i:05}", f"{j:05}") for i, j in before_pairs]
    after_named = [*named, *((f"{i:05}", f"{j:05}") for i, j in more_near if max(i, j) >= 45)]

    try:
        before = split(grouped(first, named, burst=None), SHARES, exact=False, seed=seed)
        after = split(grouped(everything, after_named, burst=None), SHARES, exact=False, seed=seed)
    except RunError as error:
        assert "got none of" in str(error)
        return

    def members(found: list[Sample]) -> dict[str, frozenset[str]]:
        of: dict[str, set[str]] = {}
        for sample in found:
            of.setdefault(sample.group_key, set()).add(sample.id)
        return {s.id: frozenset(of[s.group_key]) for s in found}

    was, now = members(before), members(after)
    where = {s.id: s.split for s in after}
    for sample in before:
        if was[sample.id] == now[sample.id]:
            assert where[sample.id] == sample.split
    sides = {(s.group_key, s.split) for s in after}
    assert len(sides) == len({s.group_key for s in after})


def test_what_is_unknown_divides_nothing():
    """Exact splits are the same whichever labels of a sample nobody knows."""
    plain = samples(60)
    doubtful = [replace(s, labels={**s.labels, "t:unknown": (f"z{i % 7}",)}) for i, s in enumerate(plain)]

    found, other = (split(given_, SHARES, exact=True, seed=0) for given_ in (plain, doubtful))

    assert [s.split for s in found] == [s.split for s in other]


@pytest.mark.parametrize("exact", [False, True])
def test_what_was_generated_is_learned_from_and_nothing_else(exact: bool):
    """It is in train, and the others are split as they are without it, given splits and folds too."""
    real = samples(80)
    made = [
        Sample(f"g{i}", digest=f"made{i}", labels={"t": ("label0",)}, facts={"generated": True})
        for i in range(40)
    ]

    alone, both = (split(each, SHARES, exact=exact, seed=3) for each in (real, [*real, *made]))

    assert both[:80] == alone
    assert {s.split for s in both[80:]} == {"train"}
    given_ = split([*(replace(s, split="train") for s in real), *made], SHARES, exact=exact, seed=3)
    assert {s.split for s in given_[80:]} == {"train"} and {s.split for s in given_[:80]} == set(SHARES)
    fold = folds(both, 4, exact=exact, seed=3)
    assert not fold.keys() & {s.id for s in made}
    for number in range(4):
        assert {s.split for s in refolded(both, fold, number)[80:]} == {"train"}
