"""What the drawn sources share."""

import numpy as np

from imgfw_faces.drawn import drawn, facts_of, name_of, number_of
from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.render import draw


def test_names_tell_the_number():
    """And sort as the numbers do."""
    names = [name_of(number) for number in (2, 10, 99_999)]

    assert names == sorted(names) and names[0] == "person-00002"
    assert [number_of(name) for name in names] == [2, 10, 99_999]


def test_a_drawn_picture_has_its_landmarks_and_facts():
    """Those that `draw` gives."""
    portrait = DrawnSelfies().portrait(0, 0)
    image, marks = draw(portrait, 40)

    picture = drawn(portrait, 40)

    assert np.array_equal(picture.image, image) and np.array_equal(picture.landmarks, marks)
    assert picture.facts == facts_of(40) == {"width": 40, "height": 40, "format": "drawn"}
