"""Eyes, brows, nose and mouth in the texture."""

from dataclasses import replace

import numpy as np

from imgfw_faces.atlas import SIDE, skin_place
from imgfw_faces.canvas import Canvas, moved
from imgfw_faces.features import paint_features
from imgfw_faces.head import average_head
from imgfw_faces.person import make_person

PERSON = replace(make_person(7, 0), skin=1.0, hair="black", lipstick=True, eyes=0)


def _painted():
    flat = np.broadcast_to(PERSON.skin_colour, (SIDE, SIDE, 3)).astype(np.float32).copy()
    canvas = Canvas(flat, np.zeros((SIDE, SIDE), np.float32))
    marks = skin_place(*average_head().texture_landmarks.T)
    paint_features(canvas, PERSON, marks, np.random.default_rng(0))
    return canvas, marks


def _value(canvas, place):
    x, y = np.round(place).astype(int)
    return canvas.colour[y, x].astype(float)


def test_features_lie_where_their_landmarks_are():
    """Pupils, brows and nostrils are darker than the skin, lips are redder."""
    canvas, marks = _painted()
    skin = PERSON.skin_colour

    pupil = _value(canvas, moved(marks[36:42].mean(0), 0, -0.6))
    brow, nostril = _value(canvas, marks[19]), _value(canvas, marks[32] - [0, 1])
    lip = _value(canvas, (marks[57] + marks[66]) / 2)

    assert pupil.max() < 90
    assert brow.sum() < 0.7 * skin.sum()
    assert nostril.sum() < 0.7 * skin.sum()
    assert lip[0] - lip[1] > 1.5 * (skin[0] - skin[1])


def test_teeth_wait_between_the_parted_lips():
    """Under the upper lip the texture is nearly white."""
    canvas, marks = _painted()

    teeth = _value(canvas, marks[62] + [0, 6])

    assert teeth.min() > 170


def test_the_rest_of_the_face_is_left_alone():
    """The forehead keeps the skin's colour."""
    canvas, marks = _painted()

    forehead = _value(canvas, marks[27] - [0, 90])

    np.testing.assert_allclose(forehead, PERSON.skin_colour, atol=1)
