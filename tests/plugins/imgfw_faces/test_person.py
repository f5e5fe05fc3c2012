"""People and what is theirs."""

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
