"""The views of a photo."""

import pytest

from imgfw_faces.views import View, views

YAWS = 0.0, 22.0, 40.0, 55.0, 75.0


def yaws(photo, *, turn_back=False):
    """The yaws that a photo gives."""
    return [view.yaw for view in views(photo, YAWS, 1, turn_back=turn_back)]


def test_a_face_from_the_front_gives_all_yaws_to_both_sides():
    """Nine by default, mild ones first, with one shape; ninety with ten."""
    assert yaws(-14.9) == [22, -22, 40, -40, 0, 55, -55, 75, -75]
    assert len(views(3, YAWS, 10, turn_back=False)) == 90


@pytest.mark.parametrize(
    ("photo", "given"),
    [(15, [22, 40, 55, 75]), (-24, [-22, -40, -55, -75]), (30, [40, 55, 75]), (-60, [-75]), (88, [75])],
)
def test_a_turned_one_gives_those_further_to_its_side(photo, given):
    """And at least one."""
    assert yaws(photo) == given


def test_turned_back_it_gives_the_front_and_its_side():
    """Never the other side, which it shows nothing of."""
    assert yaws(35, turn_back=True) == [40, 55, 75, 22, 0]
    assert yaws(-35, turn_back=True) == [-40, -55, -75, -22, 0]


@pytest.mark.parametrize("shapes", [1, 3, 9, 10])
def test_none_comes_twice_and_neighbours_differ(shapes):
    """In any round of yaws every yaw comes once."""
    found = views(0, YAWS, shapes, turn_back=False)

    assert len(set(found)) == len(found) == 9 * shapes
    for start in range(0, len(found), 9):
        assert len({view.yaw for view in found[start : start + 9]}) == 9


def test_few_yaws_do():
    """The front alone, or one without the front."""
    assert views(0, (0.0,), 2, turn_back=False) == (View(0, 0), View(0, 1))
    assert views(40, (0.0,), 1, turn_back=False) == (View(0, 0),)
    assert views(40, (0.0,), 1, turn_back=True) == (View(0, 0),)
    assert [view.yaw for view in views(0, (30.0,), 1, turn_back=False)] == [30, -30]
    assert [view.yaw for view in views(60, (30.0,), 1, turn_back=False)] == [30]
