"""Portraits as parameters."""

import numpy as np

from imgfw_faces.body import OUTFITS
from imgfw_faces.person import make_person
from imgfw_faces.portrait import make_portrait
from imgfw_faces.scene import SCENES
from imgfw_faces.wear import HATS

PEOPLE = [make_person(3, n) for n in range(80)]
PORTRAITS = [make_portrait(person, np.random.default_rng(n)) for n, person in enumerate(PEOPLE)]


def test_a_portrait_follows_from_person_and_generator():
    """The same start gives the same parameters."""
    again = make_portrait(PEOPLE[5], np.random.default_rng(5))

    assert again == PORTRAITS[5]
    assert hash(again) == hash(PORTRAITS[5])


def test_portraits_use_what_there_is_and_nothing_else():
    """Scenes, clothes, hats and glasses are known ones, and all of them occur."""
    assert {p.scene for p in PORTRAITS} == set(SCENES)
    assert {p.outfit for p in PORTRAITS} == set(OUTFITS)
    assert {p.hat for p in PORTRAITS} == {"", *HATS}
    assert {p.glasses for p in PORTRAITS} == {"", "round", "square", "sun"}


def test_bald_people_wear_no_hat():
    """Where a hat would hide that somebody is bald, there is none."""
    assert not any(p.hat for p in PORTRAITS if p.person.style == "bald")


def test_an_absent_expression_weighs_nothing():
    """Asking for an expression that is not there gives 0."""
    assert PORTRAITS[0].feels("wink") == 0.0
