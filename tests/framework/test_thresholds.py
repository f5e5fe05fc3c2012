"""Thresholds that serve an aim: none does better, and they divide rows not seen where there is room."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imgfw.thresholds import fitted

AIMS = ("f1", "precision", "recall")
ROWS = st.lists(st.tuples(st.floats(0, 1, width=32), st.booleans()), min_size=1, max_size=12)


def fit(rows, aim: str, *, at_least: float = 0.75, fixed: float = 0.5) -> float | None:
    """The threshold for (probability, holds) pairs."""
    probabilities, holds = np.float32([p for p, _ in rows]), np.array([held for _, held in rows], bool)
    return fitted(probabilities, holds, aim, at_least=at_least, fixed=fixed)


def figures(rows, threshold: float) -> tuple[float, float, float]:
    """F1, precision (0 where nothing is told) and recall, counted row by row as decisions are made."""
    told = [bool(np.float32(p) >= np.float32(threshold)) for p, _ in rows]
    right = sum(t and held for t, (_, held) in zip(told, rows, strict=True))
    holding = sum(held for _, held in rows)
    return 2 * right / (sum(told) + holding), right / max(sum(told), 1), right / holding


@given(ROWS, st.floats(0, 1))
def test_no_threshold_has_a_higher_f1(rows, fixed: float):
    """Compared with a cut below every row and with the one as given."""
    assume(any(held for _, held in rows))

    best = fit(rows, "f1", fixed=fixed)

    f1 = figures(rows, best)[0]
    assert all(f1 >= figures(rows, cut)[0] for cut in [fixed, *(p for p, _ in rows)])


@given(ROWS, st.floats(0.05, 1), st.sampled_from([1, 2]))
def test_a_precision_or_recall_is_reached_with_the_most_of_the_other(rows, at_least: float, which: int):
    """Where some cut reaches it this one does, and none that does has more of the other; else it is None."""
    assume(any(held for _, held in rows))

    best = fit(rows, AIMS[which], at_least=at_least)

    reaching = [f for f in (figures(rows, p) for p, _ in rows) if f[which] >= at_least]
    assert (best is not None) == bool(reaching)
    if best is not None:
        found = figures(rows, best)
        assert found[which] >= at_least
        assert found[3 - which] >= max(each[3 - which] for each in reaching)


@given(ROWS, st.sampled_from(AIMS), st.integers(0, 2**16))
def test_the_order_of_rows_does_not_matter(rows, aim: str, seed: int):
    """Shuffled rows have the same threshold."""
    assume(any(held for _, held in rows))
    shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]

    assert fit(rows, aim) == fit(shuffled, aim)


@given(ROWS, st.sampled_from(AIMS))
def test_a_threshold_is_a_float32_within_bounds(rows, aim: str):
    """So that it divides the same after it was written down."""
    assume(any(held for _, held in rows))

    best = fit(rows, aim)

    assert best is None or (0 <= best <= 1 and float(np.float32(best)) == best)


def test_the_given_threshold_stays_where_none_is_better():
    """0.4 divides as well as any between 0.2 and 0.8."""
    rows = [(0.1, False), (0.2, False), (0.8, True), (0.9, True)]

    assert [fit(rows, aim, fixed=np.float32(0.4)) for aim in AIMS] == [np.float32(0.4)] * 3


def test_else_it_is_in_the_middle_between_two_rows():
    """Farthest from both, so that rows not seen are divided as these."""
    rows = [(0.1, False), (0.2, False), (0.3, True), (0.4, True)]

    assert fit(rows, "f1") == pytest.approx(0.25)
    assert fit(rows, "recall", at_least=1.0) == pytest.approx(0.25)
    assert fit(rows, "precision", at_least=1.0) == pytest.approx(0.25)


def test_neighbours_in_float32_are_told_apart():
    """Where nothing lies between two rows the upper is the threshold, whichever way the middle is rounded."""
    value = np.float32(0.7)
    for _ in range(4):
        below, value = value, np.nextafter(value, np.float32(1))

        assert fit([(below, False), (value, True)], "f1", fixed=0.1) == value


def test_equal_rows_go_together():
    """A row that holds and one that does not, of the same probability, are never divided."""
    rows = [(0.3, True), (0.3, False), (0.6, True)]

    assert fit(rows, "precision", at_least=1.0) == 0.5
    assert fit(rows, "recall", at_least=1.0) == pytest.approx(0.15)


def test_a_precision_that_is_not_reached_has_no_threshold():
    """The highest row does not hold, and no cut makes it up."""
    assert fit([(0.9, False), (0.8, True)], "precision", at_least=0.6) is None
    assert fit([(0.9, False), (0.8, True)], "precision", at_least=0.5) is not None


def test_rows_at_zero_can_be_told():
    """A label that holds at a probability of 0 needs a threshold of 0 for its recall."""
    assert fit([(0.0, True), (0.5, False)], "recall", at_least=1.0) == 0


def test_fixed_stays_as_it_is():
    """To the last digit, which no float32 has."""
    assert fit([(0.0, True)], "fixed", fixed=0.1) == 0.1
