"""The bootstrap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.resampling import chance, codes, interval, resampled


def test_groups_are_numbered_among_the_rows_that_are_left() -> None:
    """Only the groups of these rows count."""
    names = codes(["x", "b", "a", "b"], np.array([1, 2, 3]))

    assert names.tolist() == [1, 0, 1]


@given(st.lists(st.integers(0, 5), min_size=2, max_size=40))
def test_groups_are_drawn_whole(given_groups: list[int]) -> None:
    """In every resample all rows of a group are drawn equally often, and as many groups as there are."""
    names = np.unique(given_groups, return_inverse=True)[1]
    groups = names.max() + 1
    draws = []

    def count(index: np.ndarray) -> dict[str, float]:
        draws.append(np.bincount(index, minlength=len(names)))
        return {"n": float(len(index))}

    resampled(count, names, 3, 5)

    for drawn in draws:
        per_group = [set(drawn[names == group]) for group in range(groups)]
        assert all(len(counts) == 1 for counts in per_group)
        assert sum(counts.pop() for counts in per_group) == groups


def test_the_same_seed_draws_the_same() -> None:
    """All chance comes from the seed."""
    names = np.arange(30)

    first, second, other = (
        resampled(lambda index: {"mean": float(index.mean())}, names, seed, 4)["mean"] for seed in (1, 1, 2)
    )

    assert (first == second).all()
    assert (first != other).any()


def test_the_spread_of_a_mean_is_that_of_theory() -> None:
    """The bootstrap interval of a mean is close to the normal one."""
    values = np.random.default_rng(0).normal(size=400)

    drawn = resampled(lambda index: {"mean": float(values[index].mean())}, np.arange(400), 1, 2000)["mean"]

    low, high = interval(drawn)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.08)


def test_undefined_resamples_are_left_out() -> None:
    """NaN and infinity do not count; if nothing else is left there is no interval."""
    drawn = np.array([np.nan, 1.0, 2.0, np.inf])

    assert interval(drawn) == pytest.approx((1.025, 1.975))
    assert np.isnan(interval(np.array([np.nan, np.nan]))).all()


def test_resamples_that_hardly_differ_have_no_interval() -> None:
    """A middle without any width would claim to know the figure exactly."""
    drawn = np.array([0.0] + [1.0] * 999)

    assert np.isnan(interval(drawn)).all()


def test_chance_is_two_sided_and_never_zero() -> None:
    """A difference that is always positive is unlikely by chance; one around zero is not."""
    clear, none = chance(np.ones(999)), chance(np.array([-1.0, 1.0] * 50))

    assert clear == pytest.approx(2 / 1000)
    assert none == 1
