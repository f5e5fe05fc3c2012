"""How far features are from their class."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_sklearn.apart import FEWEST_OF_ALL, robust, times_usual, weights_of


def rows(count: int, seed: int = 0, spread: float = 0.3) -> np.ndarray:
    """Features float32 (n, 16) around one direction."""
    rng = np.random.default_rng(seed)
    return (np.ones(16) + rng.normal(0, spread, (count, 16))).astype(np.float32)


def alone(count: int) -> np.ndarray:
    """Every row a group of its own."""
    return np.arange(count)


def test_the_median_row_is_as_far_as_usual():
    """Half of them are nearer."""
    found = times_usual(rows(31), alone(31))

    assert np.median(found) == pytest.approx(1)


def test_by_hand():
    """Three rows at right angles in pairs: all are equally far; with one opposite, that one is farther."""
    assert times_usual(np.eye(3, dtype=np.float32), alone(3)).tolist() == [1, 1, 1]

    found = times_usual(np.array([[1, 0], [1, 0], [1, 0], [0, 1]], np.float32) + 0, alone(4))

    assert found[:3] == pytest.approx(found[0]) and found[3] > 2 * found[0]


@pytest.mark.parametrize("scale", [1e-3, 1, 1e3])
def test_only_directions_count(scale):
    """The length of features says nothing."""
    found = times_usual(rows(20) * np.linspace(1, 2, 20, dtype=np.float32)[:, None] * scale, alone(20))

    assert found == pytest.approx(times_usual(rows(20), alone(20)), rel=1e-3)


def test_rows_of_one_group_are_not_compared():
    """An outlier and its three copies are as far as it would be alone."""
    odd = np.concatenate([rows(20), -rows(1)])
    copies = np.concatenate([odd, -rows(1), -rows(1), -rows(1)])
    groups = np.concatenate([alone(20), [99] * 4])

    one, four = times_usual(odd, alone(21)), times_usual(copies, groups)

    assert four[20:] == pytest.approx(np.full(4, one[20]), rel=0.2)
    assert min(four[20:]) > 5


def test_outliers_that_resemble_each_other_do_not_hide_each_other():
    """A fifth of the class."""
    features = np.concatenate([rows(40), rows(10, 1) * np.array([1, -1] * 8, np.float32)])

    found = times_usual(features, alone(50))

    assert found[40:].min() > 2 * found[:40].max()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_of_fewer_than_three_nothing_is_known(count):
    """NaN."""
    assert np.isnan(times_usual(rows(count), alone(count))).all()


def test_a_class_of_one_group_is_unknown():
    """There is nothing to compare with."""
    assert np.isnan(times_usual(rows(9), np.zeros(9, int))).all()


def test_equal_rows_are_not_far_apart():
    """A class of blank pictures, one of which is zeros: finite, and it is far from the others."""
    features = np.ones((12, 4), np.float32)
    assert np.isfinite(times_usual(features, alone(12))).all()
    features[0] = 0

    found = times_usual(features, alone(12))

    assert np.isfinite(found).all() and found[0] > found[1:].max()


def test_large_classes_are_the_same_in_parts():
    """More rows than are compared at once."""
    features = rows(700)

    found = times_usual(features, alone(700))

    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    apart = 1 - unit @ unit.T
    np.fill_diagonal(apart, np.inf)
    wanted = np.sort(apart, axis=1)[:, :350].mean(axis=1)
    assert found == pytest.approx(wanted / np.median(wanted), rel=1e-4)


@given(st.lists(st.integers(3, 40), min_size=1, max_size=8), st.integers(0, 99))
def test_robust_deviations_keep_order_and_shape(sizes, seed):
    """Within a class the farther has the larger one; 1 is 0; too few rows in all are NaN."""
    rng = np.random.default_rng(seed)
    times = [np.append(rng.gamma(20, 1 / 20, size - 1), 1.0) for size in sizes]

    found = robust(times, [np.ones(size) for size in sizes])

    assert [len(scores) for scores in found] == sizes
    for given_, scores in zip(times, found, strict=True):
        if sum(sizes) < FEWEST_OF_ALL:
            assert np.isnan(scores).all()
        else:
            assert (scores[np.argsort(given_)] == np.sort(scores)).all() and scores[-1] == 0


def test_a_small_class_borrows_the_spread_of_all():
    """Three rows that are nearly equal do not make the third an outlier."""
    large = 1 + 0.3 * np.random.default_rng(0).normal(size=200)

    _, scores = robust([large, np.array([0.999, 1.0, 1.1])], [np.ones(200), np.ones(3)])

    assert 0 < scores[2] < 1


def test_nan_stays_nan():
    """And does not disturb the others."""
    times = 1 + 0.3 * np.random.default_rng(0).normal(size=50)

    (with_nan,), (without,) = (
        robust([np.append(times, np.nan)], [np.ones(51)]),
        robust([times], [np.ones(50)]),
    )

    assert np.isnan(with_nan[-1]) and with_nan[:-1] == pytest.approx(without)


def test_copies_weigh_as_one():
    """Thirty copies of one far row do not make far rows usual."""
    times = 1 + 0.1 * np.random.default_rng(0).normal(size=50)
    copies = np.append(times, [3.0] * 30)

    (one,), (many,) = (
        robust([np.append(times, 3.0)], [np.ones(51)]),
        robust([copies], [np.append(np.ones(50), np.full(30, 1 / 30))]),
    )

    assert many[:51] == pytest.approx(one)


def test_weights_are_shared_in_a_group():
    """Each group weighs one."""
    assert weights_of(np.array([5, 7, 5, 5, 7, 9])) == pytest.approx([1 / 3, 0.5, 1 / 3, 1 / 3, 0.5, 1])


def test_no_classes_have_no_scores():
    """Nothing comes of nothing."""
    assert robust([], []) == []
