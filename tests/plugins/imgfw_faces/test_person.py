"""People and what is theirs."""

from dataclasses import replace

import numpy as np

from imgfw_faces.modes import MODES
from imgfw_faces.person import HAIRS, SKINS, STYLES, make_person


def test_a_person_is_the_same_every_time():
    """Seed and number alone decide who it is."""
    assert make_person(7, 3) == make_person(7, 3)
    assert make_person(7, 3) != make_person(7, 4)
    assert make_person(7, 3) != make_person(8, 3)


def test_people_are_within_their_bounds_and_varied():
    """All parameters are valid, and sixty people wear most styles and colours."""
    people = [make_person(1, number) for number in range(60)]

    assert all(dict(p.modes).keys() == MODES.keys() for p in people)
    assert all(0 <= p.skin <= len(SKINS) - 1 and p.hair in HAIRS for p in people)
    assert len({p.style for p in people}) >= len(STYLES) - 1
    assert len({p.hair for p in people}) >= 5


def test_skin_darkens_along_the_tones():
    """A higher place among the tones is a darker skin."""
    tones = np.array(SKINS).sum(1)

    assert (np.diff(tones) < 0).all()


def test_age_shows():
    """The young have no beard, no grey hair and larger eyes than they will have; the old are grey."""
    people = [make_person(1, number) for number in range(400)]
    young, grown = ([p for p in people if p.age < 0.1], [p for p in people if 0.4 < p.age < 0.6])
    eyes = [np.mean([dict(p.modes)["eyes-open"] for p in some]) for some in (young, grown)]

    assert len(young) > 20 and len(grown) > 40
    assert not any(p.beard or p.lipstick or p.hair == "grey" for p in young)
    assert any(p.beard for p in grown)
    assert eyes[0] > eyes[1] + 1.5
    assert all(p.hair == "grey" for p in people if p.age > 0.86)


def test_hair_greys_before_it_is_grey():
    """Brown hair is a little greyer at 0.8 than at 0.5."""
    person = replace(make_person(1, 0), hair="brown")
    younger, older = (replace(person, age=age).hair_colour for age in (0.5, 0.8))

    np.testing.assert_array_equal(younger, HAIRS["brown"])
    assert (older > younger).all() and (older < HAIRS["grey"]).all()
