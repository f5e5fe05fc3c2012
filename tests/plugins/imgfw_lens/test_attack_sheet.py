"""The sheet of an attack."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_lens.attack import Attack
from imgfw_lens.attack_sheet import notes, rows
from imgfw_lens.attacks import Attacked, carried_out
from imgfw_lens.subjects import Subject

pytestmark = pytest.mark.keras


@pytest.fixture
def attacked(lens, small) -> tuple[Attack, Attacked]:
    """Red and nothing, attacked at 1 and at 60."""
    subjects = [Subject("r.png", small.drawn(("red", 4, 4)), 1, "a"), Subject("n.png", small.drawn(), 0, "b")]
    attack = Attack(lens, lens.target("colours"), 0, "pgd")
    return attack, carried_out(attack, subjects, [1, 60], seed=0)


def test_a_row_shows_the_least_noise_that_changes_a_decision(attacked) -> None:
    """Or the most that does not; the noise is made visible, grey where there is none."""
    attack, found = attacked

    shown = list(rows(attack, found, 5))

    assert len(shown) == 2 and all(len(row.cells) == 3 for row in shown)
    for row in shown:
        clean, noise, noisy = row.cells
        place = [subject.name for subject in found.subjects].index(clean.under)
        at = found.least(place) or 2
        assert np.array_equal(noisy.image, found.pixels[at, place])
        assert noisy.under.startswith(f"epsilon {found.epsilons[at]}")
        same = (noisy.image == clean.image).all(axis=2)
        assert (noise.image[same] == 128).all() and np.ptp(noise.image) >= 96
    assert list(rows(attack, found, 0)) == []


def test_the_figures_stand_above(attacked) -> None:
    """With what counts as right."""
    labels, decisions = (notes(*attacked, own)[0] for own in (False, True))

    assert "Of 2 pictures are decided right: 100% at 0" in labels and "10 steps" in labels
    assert "of what was decided still holds" in decisions
