"""The threshold that few strangers reach, and what is said of it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from imgfw.errors import RunError
from imgfw.strangers import Strangers, fitted
from imgfw.targets import Target

TARGET = Target("person", labels=("a", "b", "c"))


def drawn(strangers: int, each: int, alike: float, rng: np.random.Generator) -> Strangers:
    """How near strangers come to somebody: pictures of one stranger are alike."""
    own = rng.normal(0, alike, strangers).repeat(each) + rng.normal(0, 1, strangers * each)
    highest = (1 / (1 + np.exp(-own))).astype(np.float32)
    return Strangers(highest[:, None], np.arange(strangers).repeat(each))


def test_strangers_are_those_whose_label_nobody_learned():
    """Neither those who are known, nor those of whom nobody knows who they are."""
    given, truth = np.arange(12, dtype=np.float32).reshape(4, 3), np.array([0, 2, -1, 2])

    found = Strangers.among(TARGET, given, truth, {"a", "b"})

    assert (found.probabilities.tolist(), found.truth.tolist()) == (given[[1, 3]].tolist(), [2, 2])
    assert Strangers.among(TARGET, given, truth, {"b"}).truth.tolist() == [0, 2, 2]
    both = found.with_those(found)
    assert (both.probabilities.shape, both.truth.tolist()) == ((4, 3), [2, 2, 2, 2])


def test_the_threshold_stands_just_above_a_stranger():
    """Of ten strangers none may be taken for somebody where one in ten may: all are below."""
    given = drawn(10, 4, 1.0, np.random.default_rng(0))

    unknown, told = fitted(TARGET, 0.1, given)

    assert unknown == np.nextafter(given.probabilities.max(), np.float32(2))
    assert (told.share, told.low, told.samples, told.strangers) == (0, 0, 40, 10)
    assert 0.2 < told.high < 0.4


@pytest.mark.parametrize(
    ("strangers", "each", "share", "alike"),
    [(10, 10, 0.1, 1.0), (10, 10, 0.1, 0.3), (40, 5, 0.05, 1.0), (40, 1, 0.1, 1.0), (99, 4, 0.01, 1.0)],
)
def test_the_interval_holds_what_new_strangers_come_to(strangers, each, share, alike):
    """In 93 of 100 sets of strangers at least, and they come to no more than was asked for, on average."""
    rng = np.random.default_rng(1)
    new = drawn(20_000, 1, alike, rng).probabilities[:, 0]
    held, came_to = [], []
    for _ in range(300):
        unknown, told = fitted(TARGET, share, drawn(strangers, each, alike, rng))
        came_to.append((new >= unknown).mean())
        held.append(told.low <= came_to[-1] <= told.high)

    assert np.mean(held) >= 0.93
    assert np.mean(came_to) <= share * 1.1


def test_one_stranger_like_somebody_may_be_chance():
    """Where that one alone is accepted, the next ones may be none at all; of two, the interval says so."""
    given = Strangers(np.arange(32, dtype=np.float32)[:, None] / 40, np.arange(8).repeat(4))

    one, two = (fitted(TARGET, share, given)[1] for share in (0.2, 0.3))

    assert (one.share, one.low) == (3 / 32, 0)
    assert two.share > 1 / 8 and 0 < two.low < 1 / 8


def test_too_few_strangers_are_refused():
    """The error says how many are needed."""
    with pytest.raises(
        RunError,
        match=r'"person": false_accepts = 0.05 .* at least 19 .*, got 10, which tell of 0.091 .*allow more',
    ):
        fitted(TARGET, 0.05, drawn(10, 4, 1.0, np.random.default_rng(0)))


def test_of_two_who_are_known_nobody_makes_a_stranger():
    """The one who is left is taken for sure, whoever is asked about."""
    gallery = SimpleNamespace(counts={"who": (2.0, 1.0)})
    target = Target("who", labels=("a", "b"))

    found = Strangers.of_gallery(
        target, gallery, np.array([0, 0, 1]), lambda places: np.zeros((len(places), 3))
    )

    assert len(found.truth) == 0 and found.probabilities.shape == (0, 2)
