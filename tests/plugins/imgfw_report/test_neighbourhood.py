"""How far apart features hold labels."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from imgfw import Target
from imgfw_report.neighbourhood import apart, neighbourhood

CLASSES = Target("class", "classes", ("a", "b", "c"))
TAGS = Target("tags", "multi-label", ("x", "y"))
AGE = Target("age", "number")


def alone(count: int) -> list[str]:
    """Every sample a group of its own."""
    return [str(number) for number in range(count)]


def test_labels_that_lie_wholly_apart_have_a_share_of_one():
    """Whatever the scale of features; chance is how many others have the label."""
    truth = np.repeat([0, 1], 6)
    features = (truth[:, None] * 100 + np.arange(12)[:, None] % 6).astype(np.float32)

    found = neighbourhood(features * 1e-3, CLASSES, truth, alone(12))

    assert found.share == 1
    assert found.by_chance == pytest.approx(5 / 11)
    assert list(zip(found.rows, found.labels, strict=True)) == list(zip(range(12), truth, strict=True))


def test_it_is_what_the_nearest_of_scikit_learn_say():
    """On features by chance, which tell nothing."""
    rng = np.random.default_rng(1)
    features, truth = rng.normal(size=(200, 7)).astype(np.float32), rng.integers(0, 3, 200)
    near = NearestNeighbors(n_neighbors=6).fit(features).kneighbors(return_distance=False)[:, :5]

    found = neighbourhood(features, CLASSES, truth, alone(200))

    assert found.share == pytest.approx((truth[near] == truth[:, None]).mean())
    low, high = apart(found.shares - found.chance, alone(200), 0)
    assert low < 0 < high


def test_pictures_of_the_same_group_are_not_counted():
    """Two shots of everything lie side by side, and say nothing."""
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 2, 40)
    features = rng.normal(size=(40, 3))
    twice, groups = np.vstack([features, features + 1e-6]), alone(40) * 2

    once = neighbourhood(features, CLASSES, truth, alone(40))
    found = neighbourhood(twice, CLASSES, np.tile(truth, 2), groups)

    assert found.share == pytest.approx(
        np.mean([once.shares, once.shares]), abs=0.1
    )  # three of the five nearest are shown twice
    assert found.by_chance == pytest.approx(once.by_chance)


def test_of_several_labels_each_is_counted_by_itself_and_unknown_ones_are_not():
    """A sample without any has no part in it."""
    features = np.array([[0.0], [1.0], [2.0], [3.0]])
    truth = np.array([[1, 0], [1, np.nan], [0, 1], [0, 0]], float)

    found = neighbourhood(features, TAGS, truth, alone(4))

    told = {
        (row, label): (share, chance)
        for row, label, share, chance in zip(
            found.rows, found.labels, found.shares, found.chance, strict=True
        )
    }
    third = pytest.approx(1 / 3)
    assert told == {(0, 0): (third, third), (1, 0): (third, third), (2, 1): (0, 0)}


def test_of_a_number_it_is_how_much_the_nearest_explain():
    """Nothing, where they are no nearer than others in it."""
    line = np.linspace(0, 1, 50)
    rng = np.random.default_rng(3)

    along = neighbourhood(line[:, None], AGE, line.astype(np.float32), alone(50))
    none = neighbourhood(rng.normal(size=(50, 2)), AGE, line, alone(50))

    assert along.share > 0.95
    assert none.share < 0.2 and none.by_chance == pytest.approx(-1 / 5)


@pytest.mark.parametrize(
    ("target", "truth"),
    [
        (CLASSES, np.array([-1, -1, 0])),
        (TAGS, np.full((3, 2), np.nan)),
        (TAGS, np.zeros((3, 2))),
        (AGE, np.array([np.nan, np.nan, np.nan])),
        (AGE, np.array([2.0, 2.0, 2.0])),
    ],
)
def test_where_nothing_is_known_there_is_no_number(target, truth):
    """Or nothing holds, or all is the same."""
    assert neighbourhood(np.arange(3.0)[:, None], target, truth, alone(3)) is None


def test_two_are_compared_by_what_both_tell_of():
    """In the same order."""
    features = np.arange(4.0)[:, None]
    one = neighbourhood(features, CLASSES, np.array([0, 0, 1, 1]), alone(4))
    other = neighbourhood(features, CLASSES, np.array([-1, 0, 1, 1]), alone(4))

    mine, its = one.beside(other)

    assert mine.rows.tolist() == its.rows.tolist() == [1, 2, 3]
    assert len(mine.shares) == len(its.chance) == 3


def test_whole_groups_are_resampled():
    """One group has no interval; two that differ have one as wide as both."""
    assert apart(np.array([0.2, 0.4]), ["a", "a"], 0) == (pytest.approx(0.3), pytest.approx(0.3))
    assert apart(np.array([0.0, 0.0, 1.0]), ["a", "a", "b"], 0) == (0, 1)
