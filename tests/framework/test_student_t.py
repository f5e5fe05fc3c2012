"""Student's t distribution."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.student_t import probability, quantile


@pytest.mark.parametrize(
    ("freedom", "wide"),
    [
        (1, 12.7062),
        (2, 4.3027),
        (3, 3.1824),
        (4, 2.7764),
        (9, 2.2622),
        (10, 2.2281),
        (30, 2.0423),
        (120, 1.9799),
    ],
)
def test_the_table_of_the_textbooks(freedom: int, wide: float) -> None:
    """The 97.5 % quantiles, four digits."""
    assert quantile(0.975, freedom) == pytest.approx(wide, abs=5e-5)


@pytest.mark.slow
@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 8, 9, 40, 41, 999, 1000])
def test_it_is_that_of_scipy(freedom: int) -> None:
    """To twelve digits, in the middle and far out, for even and odd degrees of freedom."""
    from scipy.stats import t

    for value in (-40.0, -3.1, -0.2, 0.0, 1e-3, 0.7, 2.0, 13.0):
        assert probability(value, freedom) == pytest.approx(t.cdf(value, freedom), abs=1e-12)
    for share in (0.001, 0.025, 0.4, 0.5, 0.9, 0.975, 0.9999):
        assert quantile(share, freedom) == pytest.approx(t.ppf(share, freedom), rel=1e-9, abs=1e-12)


@given(st.floats(0.001, 0.999), st.integers(1, 400))
def test_quantile_and_probability_undo_each_other(share: float, freedom: int) -> None:
    """Of a share, and mirrored."""
    assert probability(quantile(share, freedom), freedom) == pytest.approx(share, abs=1e-9)
    assert quantile(1 - share, freedom) == pytest.approx(-quantile(share, freedom), rel=1e-6, abs=1e-9)


@given(st.integers(1, 300))
def test_more_groups_are_narrower_and_never_narrower_than_normal(freedom: int) -> None:
    """The quantile falls towards the normal 1.960."""
    assert quantile(0.975, freedom) > quantile(0.975, freedom + 1) > 1.95996


def test_very_many_are_taken_for_a_thousand() -> None:
    """Which is at most 0.13 % too wide."""
    assert quantile(0.975, 10**9) == quantile(0.975, 1000) == pytest.approx(1.95996, rel=0.0013)
