"""An attack at every epsilon."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_lens.attack import Attack
from imgfw_lens.attacks import carried_out, name_of, record
from imgfw_lens.subjects import Subject

pytestmark = pytest.mark.keras


@pytest.fixture
def subjects(small) -> list[Subject]:
    """Red, green, both and nothing; whether there is red."""
    drawn = [[("red", 4, 4)], [("green", 20, 20)], [("red", 20, 4), ("green", 4, 20)], []]
    return [
        Subject(
            f"{place}.png", small.drawn(*squares), int(any(each[0] == "red" for each in squares)), str(place)
        )
        for place, squares in enumerate(drawn)
    ]


@pytest.mark.parametrize("method", ["fgsm", "pgd"])
def test_without_noise_nothing_changes_and_accuracy_falls(lens, subjects, method: str) -> None:
    """Epsilon 0 is always there; by pgd, what is wrong once stays wrong."""
    attack = Attack(lens, lens.target("colours"), 0, method)

    found = carried_out(attack, subjects, [60, 4], seed=0)

    shares = [each.accuracy for each in found.robust]
    wanted = attack.decided(np.stack([subject.pixels for subject in subjects]))[0]
    assert found.epsilons == (0, 4, 60) and found.robust[0].changed == 0
    assert np.array_equal(found.decided[0], wanted)
    assert shares[0] == 1.0 and shares == sorted(shares, reverse=True)
    assert shares[-1] < 1 or method == "fgsm"


def test_the_least_noise_is_told(lens, subjects) -> None:
    """The place of the first epsilon that changes a decision, None where none does."""
    found = carried_out(Attack(lens, lens.target("colours"), 0, "pgd"), subjects, [1, 60], seed=0)

    least = [found.least(place) for place in range(4)]

    for place, at in enumerate(least):
        changed = found.decided[:, place] != found.decided[0, place]
        assert at == (int(np.argmax(changed)) if changed.any() else None)
    assert 2 in least


def test_the_numbers_say_what_each_picture_is_decided_to_be(lens, subjects) -> None:
    """By name, with the most levels by which a pixel moved."""
    attack = Attack(lens, lens.target("colours"), 0, "fgsm")

    told = record(attack, carried_out(attack, subjects, [5], seed=0))

    assert (told["target"], told["label"], told["method"], told["steps"]) == ("colours", "red", "fgsm", 1)
    assert [each["epsilon"] for each in told["epsilons"]] == [0, 5]
    first = told["pictures"][0]
    assert first["picture"] == "0.png" and first["truth"] == "red" and first["decided"][0] == "red"
    assert first["moved"] == [0, 5] and len(first["probability"]) == 2


def test_decisions_have_names(lens) -> None:
    """Of several labels whether one holds, else the label, or that there is none."""
    target = lens.target("colours")
    one, several = (Attack(lens, target, label, "fgsm") for label in (None, 1))

    assert [name_of(one, place) for place in (0, 1, -1)] == ["red", "green", "none"]
    assert [name_of(several, holds) for holds in (0, 1)] == ["not green", "green"]
