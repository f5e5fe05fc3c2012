"""The table of a drawn selfie data set."""

from dataclasses import replace

import numpy as np

from imgfw_basics import selfie_dataset
from imgfw_faces.person import make_person
from imgfw_faces.portrait import make_portrait
from imgfw_faces.selfie_table import AGES, COLUMNS, ONE_OF, columns, labels, targets

PORTRAIT = make_portrait(make_person(1, 0), np.random.default_rng(0))


def _with_person(**change):
    return columns(replace(PORTRAIT, person=replace(PORTRAIT.person, **change)))


def test_it_has_the_columns_and_targets_of_the_published_data_set():
    """In the same order, under the same names."""
    names = ["popularity", *selfie_dataset.ONE_OF, *selfie_dataset.ATTRIBUTES]

    assert COLUMNS == selfie_dataset.ATTRIBUTES
    assert ONE_OF == selfie_dataset.ONE_OF
    assert [target.name for target in targets()] == names


def test_attributes_say_what_the_parameters_say():
    """Each parameter that is turned on shows up, turned off it does not."""
    assert columns(replace(PORTRAIT, hat="cap"))["wearing_hat"]
    assert not columns(replace(PORTRAIT, hat=""))["wearing_hat"]
    assert columns(replace(PORTRAIT, glasses="sun"))["wearing_sunglasses"]
    assert not columns(replace(PORTRAIT, glasses="sun"))["wearing_glasses"]
    assert columns(replace(PORTRAIT, expression=(("pucker", 0.8),)))["duck_face"]
    assert columns(replace(PORTRAIT, stops=-1.0))["dim_lighting"]
    assert _with_person(masculine=False)["is_female"]
    assert _with_person(hair="dark-brown", style="long")["brown_hair"]


def test_a_face_that_leaves_the_frame_is_partial():
    """One in its middle is not."""
    assert columns(replace(PORTRAIT, centre=(0.9, 0.5)))["partial_faces"]
    assert not columns(replace(PORTRAIT, centre=(0.5, 0.46), size=0.6, pose=(0, 0, 0)))["partial_faces"]


def test_every_age_has_its_name():
    """From where it begins on; exactly one holds."""
    for begins, name in zip(AGES, ONE_OF["age"], strict=True):
        held = _with_person(age=begins + 0.01)

        assert [age for age in ONE_OF["age"] if held[age]] == [name]


def test_of_race_nothing_is_known_and_the_bald_have_no_hair():
    """Unknown is not a no; a group of which nothing holds has no label."""
    bald = labels(_with_person(style="bald"))

    assert not {"race", "white", "black", "asian", "hair_colour", "hair_shape"} & bald.keys()
    assert bald["black_hair"] == bald["frowning"] == ()


def test_every_label_is_one_its_target_names():
    """For sixty people."""
    known = {target.name: set(target.labels) for target in targets()}

    for number in range(60):
        portrait = make_portrait(make_person(3, number), np.random.default_rng(number))
        for name, held in labels(columns(portrait)).items():
            assert set(held) <= known[name]
