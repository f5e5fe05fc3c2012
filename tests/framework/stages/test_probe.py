"""The probe: shuffled labels say nothing, and a model that scores on them has seen too much."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imgfw.data import Sample
from imgfw.stages.probe import SHUFFLES, donors, judged, shuffled


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40), st.integers(0, 99))
def test_each_group_gets_the_labels_of_one_group(groups: list[int], seed: int):
    """Whatever the sizes: one group's labels all come from one other, and no two groups share a donor."""
    names = [f"g{group}" for group in groups]

    found = donors(names, np.random.default_rng(seed))

    given_by = {}
    for item, donor in enumerate(found):
        assert given_by.setdefault(names[item], names[donor]) == names[donor]
    assert len(set(given_by.values())) == len(given_by)


def test_shuffling_keeps_the_labels_of_single_samples():
    """Where every sample is a group, the same labels are dealt anew; what is left out keeps its own."""
    samples = [Sample(str(i), digest=f"{i:03}", labels={"t": (f"l{i % 3}",)}) for i in range(90)]
    samples.append(Sample("x", digest="x", labels={"t": ("l9",)}, left_out="broken"))

    found = shuffled(samples, 0)

    before, after = ([s.labels["t"] for s in each] for each in (samples, found))
    assert Counter(before) == Counter(after) and before != after
    assert after[-1] == ("l9",)
    assert shuffled(samples, 0) == found != shuffled(samples, 1)


def test_the_labels_of_a_group_stay_together():
    """Labels are shuffled over groups: whoever had one label in all pictures has one afterwards, too."""
    rng = np.random.default_rng(0)
    people = rng.permutation(np.repeat(np.arange(30), 6))
    samples = [
        Sample(str(i), digest=f"{i:03}", group=f"p{person}", labels={"t": (f"l{person % 3}",)})
        for i, person in enumerate(people)
    ]

    found = shuffled(samples, 0)

    of_person = {s.group: {other.labels["t"] for other in found if other.group == s.group} for s in found}
    assert all(len(labels) == 1 for labels in of_person.values())
    assert [s.labels for s in found] != [s.labels for s in samples]


def share_right(truth: np.ndarray, said: np.ndarray):
    """The score of fixed predictions under any shuffle of the truth."""
    return lambda index: float((truth[index] == said).mean())


def test_predictions_that_know_nothing_are_chance():
    """Random answers lie within the shuffles."""
    rng = np.random.default_rng(1)
    truth, said = rng.integers(0, 4, 200), rng.integers(0, 4, 200)

    found = judged("t/share", [str(i) for i in range(200)], share_right(truth, said), 0)

    assert not found.leaks and found.low < found.value < found.high
    assert str(found).endswith("no leak seen") and found.plain()["leaks"] is False


def test_predictions_that_know_the_labels_are_a_leak():
    """A third of the answers copied from the truth is far beyond chance."""
    rng = np.random.default_rng(1)
    truth, said = rng.integers(0, 4, 200), rng.integers(0, 4, 200)
    said[:70] = truth[:70]

    found = judged("t/share", [str(i) for i in range(200)], share_right(truth, said), 0)

    assert found.leaks and found.value > found.high
    assert str(found).endswith("something leaks")


def test_chance_knows_of_groups():
    """Ten people with twenty pictures each are ten tosses, not two hundred: one lucky guess is no leak."""
    people = np.repeat(np.arange(10), 20)
    truth = people % 2
    said = truth.copy()
    said[: 3 * 20] = 1 - truth[: 3 * 20]  # seven of ten people right

    found = judged("t/share", [str(p) for p in people], share_right(truth, said), 0)

    assert not found.leaks and found.value == 0.7


def test_a_figure_that_every_shuffle_reaches_is_no_leak():
    """What always says the same scores the same whatever the labels."""
    truth = np.arange(60) % 3

    found = judged("t/share", [str(i) for i in range(60)], share_right(truth, np.zeros(60)), 0)

    assert (found.p, found.leaks) == (1.0, False)


def test_chance_is_never_ruled_out():
    """A figure that no shuffle reaches is as rare as one in so many shuffles and itself."""
    truth = np.arange(60) % 3

    found = judged("t/share", [str(i) for i in range(60)], share_right(truth, truth), 0)

    assert found.p == 1 / (1 + SHUFFLES)
