"""How popular a drawn selfie is."""

import numpy as np

from imgfw_faces.person import make_person
from imgfw_faces.popularity import CHANCE, USUAL, WORTH, expected, popularity
from imgfw_faces.portrait import make_portrait
from imgfw_faces.selfie_table import COLUMNS, columns

NOTHING = dict.fromkeys(COLUMNS, False)


def test_it_is_the_sum_of_what_holds():
    """Each attribute adds what it is worth, what is unknown nothing."""
    assert expected(NOTHING) == USUAL
    assert expected(NOTHING | {"is_female": True, "senior": True, "white": None}) == (
        USUAL + WORTH["is_female"] + WORTH["senior"]
    )


def test_chance_is_that_of_the_portrait_and_as_large_as_said():
    """The same portrait has the same popularity; over many the rest has the deviation CHANCE."""
    portraits = [make_portrait(make_person(3, n % 40), np.random.default_rng(n)) for n in range(400)]
    held = [columns(portrait) for portrait in portraits]
    found = np.array([popularity(*each) for each in zip(portraits, held, strict=True)])
    rest = found - [expected(each) for each in held]

    assert popularity(portraits[0], held[0]) == found[0]
    assert abs(rest.mean()) < 4 * CHANCE / 20
    assert 0.85 * CHANCE < rest.std() < 1.15 * CHANCE
    assert found.std() > 1.5 * CHANCE  # what the picture shows tells more than chance hides
