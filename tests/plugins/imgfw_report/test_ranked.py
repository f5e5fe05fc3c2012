"""Attributes ranked by what they tell."""

import numpy as np
import pytest
from sklearn.feature_selection import chi2
from sklearn.linear_model import LogisticRegression

from imgfw_report.ranked import ranked

LABELS = ("Poor", "Average", "Great")
NAMES = ("told", "chance", "twin", "never", "unknown")


def table():
    """300 rows: one attribute that goes along with the label, one that does not, a twin, two of nothing."""
    rng = np.random.default_rng(3)
    y = np.repeat([0, 1, 2], 100)
    told = (rng.random(300) < 0.15 + 0.35 * y).astype(float)
    chance = (rng.random(300) < 0.5).astype(float)
    return np.stack([told, chance, told, np.zeros(300), np.full(300, np.nan)], axis=1), y


def test_a_table_of_known_counts_gives_the_known_statistic():
    """Holding in 10 and 30 of 50 rows each: sums of (observed - 20)^2 / 20."""
    x = np.array([1.0] * 10 + [0.0] * 40 + [1.0] * 30 + [0.0] * 20)[:, None]
    y = np.repeat([0, 1], 50)

    (row,) = ranked(x, y, ("no", "yes"), ("a",))

    assert row.chi2 == pytest.approx(10**2 / 20 + 10**2 / 20)
    assert (row.known, row.holds, row.toward) == (100, 40, "yes")


def test_it_is_what_scikit_learn_says():
    """Statistics, p-values and coefficients."""
    x, y = table()
    rows = {row.attribute: row for row in ranked(x, y, LABELS, NAMES)}
    statistics, p = chi2(x[:, :2], y)
    scaled = (x[:, :2] - x[:, :2].mean(axis=0)) / x[:, :2].std(axis=0)
    weights = LogisticRegression(max_iter=10_000).fit(scaled, y).coef_

    for i, name in enumerate(NAMES[:2]):
        assert rows[name].chi2 == pytest.approx(statistics[i])
        assert rows[name].p == pytest.approx(p[i])
        assert rows[name].weight == pytest.approx(np.abs(weights[:, i]).max())
    assert rows["told"].toward == "Great"


def test_what_tells_most_comes_first_and_copies_are_flagged():
    """They share rank and weight; what never holds or is never known has no figures and comes last."""
    rows = ranked(*table(), LABELS, NAMES)
    told, twin, chance, *nothing = rows

    assert [row.attribute for row in (told, twin, chance)] == ["told", "twin", "chance"]
    assert [row.chi2_rank for row in rows] == [1, 1, 3, 0, 0]
    assert [row.same_as for row in rows] == ["", "told", "", "", ""]
    assert (told.weight, told.weight_rank) == (twin.weight, twin.weight_rank)
    assert {row.attribute for row in nothing} == {"never", "unknown"}
    assert all(row.chi2 != row.chi2 and row.weight != row.weight and not row.toward for row in nothing)


def test_rows_that_do_not_know_an_attribute_are_not_counted_for_it():
    """The statistic is that of the others."""
    x, y = table()
    some = x.copy()
    some[::3, 0] = np.nan
    known = ~np.isnan(some[:, 0])

    row = next(row for row in ranked(some, y, LABELS, NAMES) if row.attribute == "told")

    assert (row.known, row.holds) == (200, int(some[known, 0].sum()))
    assert row.chi2 == pytest.approx(chi2(some[known, :1], y[known])[0][0])


def test_one_label_tells_nothing():
    """There is nothing to tell apart."""
    x, _ = table()

    assert all(row.chi2_rank == row.weight_rank == 0 for row in ranked(x, np.ones(300, int), LABELS, NAMES))
