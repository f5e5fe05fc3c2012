"""Beards."""

from dataclasses import replace

import numpy as np

from imgfw_faces.atlas import SIDE, skin_grid
from imgfw_faces.beard import density, paint_beard
from imgfw_faces.canvas import Canvas
from imgfw_faces.person import make_person

PERSON = replace(make_person(7, 0), hair="black")


def _light_skin():
    return Canvas(np.full((SIDE, SIDE, 3), 220, np.float32), np.full((SIDE, SIDE), 90, np.float32))


def test_beards_grow_on_the_lower_face_only():
    """Nothing above the nose's base between the cheeks, much on chin and upper lip, left and right alike."""
    dense = density()

    across, height = skin_grid(len(dense))
    middle = np.abs(across) < 50
    np.testing.assert_allclose(dense, dense[:, ::-1], atol=1e-9)
    assert dense[(height > -40) & middle].max() == 0
    assert dense[(height < -100) & (height > -115) & (np.abs(across) < 15)].min() > 0.9


def test_stubble_is_lighter_than_a_full_beard():
    """The more beard, the darker; none leaves the skin as it was."""
    shades = []
    for beard in (0.0, 0.35, 1.0):
        canvas = _light_skin()
        paint_beard(canvas, replace(PERSON, beard=beard), np.random.default_rng(0))
        shades.append(canvas.colour.mean())

    assert shades[0] == 220 > shades[1] > shades[2]


def test_lips_stay_bare():
    """Where the canvas has lips no hair grows."""
    canvas = _light_skin()
    canvas.lips[:] = 1

    paint_beard(canvas, replace(PERSON, beard=1.0), np.random.default_rng(0))

    assert (canvas.colour == 220).all()
