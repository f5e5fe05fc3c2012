"""Wilson's interval, of single rows and of groups."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw.shares import of_groups, wilson, worth
from imgfw.student_t import quantile


def test_wilson_of_67_of_124() -> None:
    """The textbook example: 54 % of 124 is known to lie between 45 and 63 %."""
    low, high = wilson(67, 124)

    assert low == pytest.approx(0.453, abs=5e-4)
    assert high == pytest.approx(0.626, abs=5e-4)


def test_wilson_of_nothing_is_unknown() -> None:
    """Of no rows nothing is known."""
    assert all(math.isnan(edge) for edge in wilson(0, 0))


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(counts: tuple[int, int]) -> None:
    """The interval lies in 0..1, holds the share, and that of the wrong ones is its mirror image."""
    right, n = counts

    low, high = wilson(right, n)
    low_wrong, high_wrong = wilson(n - right, n)

    assert 0 <= low <= right / n + 1e-12
    assert right / n - 1e-12 <= high <= 1
    assert (low_wrong, high_wrong) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_groups_of_one_row_are_wilsons() -> None:
    """Every row a group of its own: nothing but the share and n counts."""
    right = np.arange(124) < 67

    assert of_groups(right, np.arange(124)) == wilson(67, 124)


def test_one_group_is_one_row() -> None:
    """Nothing is known of how groups differ; the bound is that of a single one."""
    assert of_groups(np.ones(50), np.zeros(50, int)) == wilson(1, 1)


def test_groups_that_never_differ_count_once_each() -> None:
    """Six groups all right are six of six."""
    assert of_groups(np.ones(12), np.arange(12) // 2) == wilson(6, 6)


def test_rows_that_go_with_their_group_count_as_one() -> None:
    """Groups wholly right or wholly wrong know as much as so many rows, or a little less: t, not z."""
    names = np.arange(200) // 10
    right = (names % 2).astype(float)

    low, high = of_groups(right, names)
    low_z, high_z = wilson(10, 20)

    assert 0 < low < low_z and high_z < high < 1
    assert low == pytest.approx(low_z, abs=0.03)


def test_groups_that_go_wholly_together_are_worth_one_less() -> None:
    """Their own spread is estimated around their own mean: of 20 such groups, 19 rows' worth is known."""
    names = np.arange(200) // 10

    found = of_groups((names % 2).astype(float), names)

    assert found == pytest.approx(wilson(9.5, 19, quantile(0.975, 19)))


def test_groups_that_hardly_differ_are_worth_their_rows() -> None:
    """However alike groups are, 200 rows tell as much as 200 rows."""
    names = np.arange(200) // 10
    right = np.tile([1.0] * 5 + [0.0] * 5, 20)
    right[-1] = 1.0

    assert of_groups(right, names) == pytest.approx(wilson(101, 200, quantile(0.975, 19)))


def test_groups_that_agree_by_chance_are_never_worth_more_than_their_rows() -> None:
    """Three groups of nearly the same share do not know it better than as many single rows."""
    right = np.array([1, 1, 1, 0, 0, 0] * 2 + [1, 1, 1, 1, 0, 0])

    low, high = of_groups(right, np.arange(18) // 6)

    assert low < wilson(10, 18)[0] and high > wilson(10, 18)[1]


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=60))
@settings(max_examples=100, deadline=None)
def test_it_holds_the_share_and_mirrors_for_any_groups(rows: list[tuple[int, bool]]) -> None:
    """Within 0..1, around the share, and that of the wrong ones is its mirror image."""
    names = np.unique([group for group, _ in rows], return_inverse=True)[1]
    right = np.array([float(held) for _, held in rows])

    low, high = of_groups(right, names)
    low_wrong, high_wrong = of_groups(1 - right, names)

    assert 0 <= low <= right.mean() + 1e-9
    assert right.mean() - 1e-9 <= high <= 1
    assert (low_wrong, high_wrong) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_unequal_groups_are_worth_fewer() -> None:
    """Kish's number of equal groups; one giant among many is nearly alone."""
    assert worth(np.ones(12, int)) == worth(np.full(12, 7)) == 12
    assert worth(np.array([100] + [1] * 30)) == 2
    assert worth(np.array([10] * 5 + [1] * 50)) == 18


@given(st.lists(st.integers(1, 50), min_size=1, max_size=40))
def test_no_groups_are_worth_more_than_they_are(sizes: list[int]) -> None:
    """Never more than there are, never fewer than 2, whatever the order."""
    found = worth(np.array(sizes))

    assert 2 <= found <= max(2, len(sizes))
    assert worth(np.array(sizes[::-1])) == found
