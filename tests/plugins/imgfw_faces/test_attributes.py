"""Attributes of portraits."""

from dataclasses import replace

import numpy as np

from imgfw_faces.attributes import ATTRIBUTES, attributes
from imgfw_faces.person import make_person
from imgfw_faces.portrait import make_portrait

PORTRAIT = make_portrait(make_person(1, 0), np.random.default_rng(0))


def _with_person(**change):
    return replace(PORTRAIT, person=replace(PORTRAIT.person, **change))


def test_attributes_say_what_the_parameters_say():
    """Each parameter that is turned on shows up, turned off it does not."""
    assert "hat" in attributes(replace(PORTRAIT, hat="cap"))
    assert "hat" not in attributes(replace(PORTRAIT, hat=""))
    assert "smile" in attributes(replace(PORTRAIT, expression=(("smile", 0.9),)))
    assert "smile" not in attributes(replace(PORTRAIT, expression=(("smile", 0.2),)))
    assert "beard" in attributes(_with_person(beard=1.0))
    assert "long-hair" in attributes(_with_person(style="long"))


def test_glasses_and_sunglasses_exclude_each_other():
    """Dark panes are sunglasses, clear ones glasses."""
    clear, dark = (set(attributes(replace(PORTRAIT, glasses=kind))) for kind in ("round", "sun"))

    assert {"glasses", "sunglasses"} & clear == {"glasses"}
    assert {"glasses", "sunglasses"} & dark == {"sunglasses"}


def test_the_bald_have_no_hair_colour():
    """Hair colour and baldness do not go together."""
    held = attributes(_with_person(style="bald", hair="red"))

    assert "bald" in held
    assert not any(name.endswith("-hair") for name in held)


def test_attributes_come_sorted_and_known():
    """Names are among ATTRIBUTES and in their order."""
    held = attributes(PORTRAIT)

    assert list(held) == [name for name in ATTRIBUTES if name in held]
    assert sorted(ATTRIBUTES) == list(ATTRIBUTES)
