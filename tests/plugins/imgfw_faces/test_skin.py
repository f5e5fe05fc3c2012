"""The painted skin."""

from dataclasses import replace

import numpy as np

from imgfw_faces.atlas import SIDE, skin_place
from imgfw_faces.person import make_person
from imgfw_faces.skin import paint

PERSON = replace(
    make_person(7, 0), skin=1.0, beard=0.0, style="crop", hair="black", lipstick=False, fringe=False
)


def _at(atlas, angle, height):
    x, y = skin_place(np.array(angle), np.array(height)).astype(int)
    return atlas[y - 2 : y + 3, x - 2 : x + 3, :3].astype(float).mean((0, 1))


def test_the_cheek_has_the_colour_of_the_skin():
    """A fair person's cheek is light and warm, a dark person's is darker."""
    fair, dark = (_at(paint(replace(PERSON, skin=tone)), 0.45, -50) for tone in (0.5, 5.5))

    assert fair[0] > fair[2]
    assert fair.sum() > 1.6 * dark.sum()


def test_a_beard_darkens_the_jaw_and_leaves_the_lips():
    """Black hair grows on the jaw, not on the mouth or the cheeks."""
    bare, bearded = paint(PERSON), paint(replace(PERSON, beard=1.0))

    assert _at(bearded, 0.45, -92).sum() < 0.5 * _at(bare, 0.45, -92).sum()
    assert abs(_at(bearded, 0.0, -81).sum() - _at(bare, 0.0, -81).sum()) < 40
    assert abs(_at(bearded, 0.4, -30).sum() - _at(bare, 0.4, -30).sum()) < 10


def test_the_scalp_carries_the_hair_colour():
    """Over the forehead's hairline the texture is as dark as the hair; a bald head stays skin."""
    haired, bald = paint(PERSON), paint(replace(PERSON, style="bald"))

    assert _at(haired, 0.0, 95).sum() < 0.4 * _at(bald, 0.0, 95).sum()


def test_painting_twice_gives_the_same_bytes():
    """A texture follows from the person alone."""
    one, two = paint(PERSON), paint(PERSON)

    assert one.dtype == np.uint8
    assert one.shape[1] == SIDE
    np.testing.assert_array_equal(one, two)
