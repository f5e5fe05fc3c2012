"""What new values reach, with the probability that was asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.conformal import groups_for, reached

SHARES = st.floats(0.01, 0.99)


def alone(count: int) -> np.ndarray:
    """Every value a group of its own."""
    return np.arange(count)


@pytest.mark.parametrize(
    ("count", "share", "place"),
    [(9, 0.9, 0), (9, 0.8, 1), (9, 0.1, 8), (19, 0.9, 1), (19, 0.95, 0), (99, 0.9, 9), (99, 0.99, 0)],
)
def test_the_place_is_that_of_split_conformal_prediction(count: int, share: float, place: int):
    """Of n values the one at floor((n + 1)(1 - share)) from below, whatever floats make of decimals."""
    values = np.random.default_rng(0).permutation(count).astype(np.float64)

    assert reached(values, alone(count), share) == place


@pytest.mark.parametrize(("share", "count"), [(0.5, 1), (0.8, 4), (0.9, 9), (0.95, 19), (0.99, 99)])
def test_too_few_groups_tell_nothing(share: float, count: int):
    """One group less than needed gives None, however many values it has."""
    values = np.arange(count, dtype=np.float64)

    assert groups_for(share) == count
    assert reached(values, alone(count), share) == 0
    assert reached(np.arange(50.0), np.arange(50) % max(count - 1, 1), share) is None or count == 1
    assert reached(np.zeros(0), np.zeros(0, np.int64), share) is None


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), SHARES)
def test_enough_weight_reaches_it_and_no_higher_value_would_do(given_: list[int], share: float):
    """Counted: of n + 1, a new one among them, at least the share reaches the value."""
    values = np.array(given_, np.float64)

    found = reached(values, alone(len(values)), share)

    weight = {value: (values >= value).sum() / (len(values) + 1) for value in set(given_)}
    enough = [value for value, held in weight.items() if held >= share - 1e-9]
    assert found == (max(enough) if enough else None)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20), SHARES, st.integers(1, 4))
def test_values_told_several_times_in_a_group_change_nothing(given_: list[int], share: float, times: int):
    """Every group counts the same, however many values it has."""
    values = np.array(given_, np.float64)

    once = reached(values, alone(len(values)), share)

    assert reached(values.repeat(times), alone(len(values)).repeat(times), share) == once


def test_a_large_group_does_not_outweigh_many_small_ones():
    """A hundred low values of one group are one of 20 groups."""
    values = np.concatenate([np.zeros(100), np.ones(19)])
    names = np.concatenate([np.zeros(100, int), 1 + np.arange(19)])

    assert reached(values, names, 0.9) == 1
    assert reached(values, alone(119), 0.9) == 0


@given(st.integers(1, 30), SHARES, SHARES)
def test_more_is_asked_less_is_reached(count: int, one: float, other: float):
    """The higher the share, the lower the value."""
    values = np.random.default_rng(count).random(count)

    low, high = (reached(values, alone(count), share) for share in sorted((other, one), reverse=True))

    assert low is None or (high is not None and low <= high)


@pytest.mark.parametrize("share", [0.8, 0.9])
def test_new_values_reach_it_as_often_as_was_said(share: float):
    """Over 400 draws of 99 values the mean share is within a point."""
    rng = np.random.default_rng(1)

    shares = [1 - reached(rng.random(99), alone(99), share) for _ in range(400)]

    assert np.mean(shares) == pytest.approx(share, abs=0.01)


def test_values_of_new_groups_reach_it_too():
    """With 19 groups whose values are alike, values of further groups reach it at least as often as said,
    where values counted one by one would not."""
    rng = np.random.default_rng(2)
    grouped, single = [], []
    for _ in range(400):
        sizes = np.where(rng.random(19) < 0.2, 50, 1)
        means = np.where(sizes > 1, 1.0, 0.0)  # large groups reach high, and a new one is mostly small
        names = np.arange(19).repeat(sizes)
        values = means.repeat(sizes) + rng.random(len(names))
        new = np.where(rng.random(200) < 0.2, 1.0, 0.0) + rng.random(200)
        grouped.append((new >= reached(values, names, 0.9)).mean())
        single.append((new >= reached(values, alone(len(values)), 0.9)).mean())

    assert np.mean(grouped) >= 0.89
    assert np.mean(single) < 0.7
