"""How popular a drawn selfie is."""

import re
from pathlib import Path

import numpy as np

from imgfw_faces.person import make_person
from imgfw_faces.popularity import CHANCE, USUAL, WORTH, expected, popularity
from imgfw_faces.portrait import make_portrait
from imgfw_faces.selfie_table import COLUMNS, columns

PAGE = (Path(__file__).parents[3] / "docs" / "sources.md").read_text("utf-8")
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


def test_the_manual_tells_what_each_attribute_is_worth():
    """And how large chance is."""
    told = PAGE.partition("`popularity` is made up")[2].partition("\n\n")[0]

    worth = {name: float(value) for name, value in re.findall(r"`(\w+)`\s+([+-][\d.]+)", told)}
    assert worth == WORTH
    assert f": {USUAL}, and" in told
    assert f"deviation of {CHANCE}," in re.sub(r"\s+", " ", told)
