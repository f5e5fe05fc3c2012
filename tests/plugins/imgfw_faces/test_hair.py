"""Hair around the skull."""

from dataclasses import replace

import numpy as np
import pytest

from imgfw_faces.hair import CUTS, hair_sheets, hairline
from imgfw_faces.person import STYLES, make_person

PERSON = replace(make_person(7, 0), fringe=False, beard=0.0, age=0.0)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_leaves_the_face_free(style):
    """No hair stands over eyes, nose and mouth; only the bald have none at all."""
    sheets = hair_sheets(replace(PERSON, style=style), under_hat=False)

    assert bool(sheets) == (style != "bald")
    for sheet in sheets[:1]:
        points = sheet.points[sheet.cover > 0]
        in_front = (np.abs(points[:, 0]) < 45) & (points[:, 2] > 0) & (points[:, 1] < 15)
        assert not in_front.any()


def test_long_hair_falls_lower_than_a_bob_and_a_crop():
    """The lowest covered point follows the cut."""
    lows = []
    for style in ("crop", "bob", "long"):
        sheet = hair_sheets(replace(PERSON, style=style), under_hat=False)[0]
        lows.append(sheet.points[sheet.cover > 0][:, 1].min())

    assert lows[0] > lows[1] > lows[2]
    assert lows[2] < -200
    assert set(CUTS) == set(STYLES) - {"bald"}


def test_a_fringe_reaches_towards_the_brows():
    """With a fringe there is hair on the forehead, without it there is none."""
    heights = []
    for fringe in (True, False):
        sheet = hair_sheets(replace(PERSON, style="bob", fringe=fringe), under_hat=False)[0]
        points = sheet.points[sheet.cover > 0]
        heights.append(points[(np.abs(points[:, 0]) < 20) & (points[:, 2] > 0), 1].min())

    assert heights[0] < 50 < heights[1]


def test_hair_lies_flat_under_a_hat():
    """A hat takes the volume away at the crown."""
    loose, flat = (hair_sheets(replace(PERSON, style="curls"), under_hat=h)[0] for h in (False, True))

    assert loose.points[..., 1].max() > flat.points[..., 1].max() + 10


def test_the_hairline_is_symmetric_and_recedes():
    """Left and right are alike; age lifts the temples of short-haired people."""
    angle = np.linspace(-3, 3, 61)
    young, old = (replace(PERSON, style="quiff", age=age) for age in (0.0, 1.0))

    np.testing.assert_allclose(hairline(angle, young), hairline(-angle, young))
    assert (hairline(angle, old) >= hairline(angle, young)).all()
    assert hairline(np.array([0.6]), old) > hairline(np.array([0.6]), young)
