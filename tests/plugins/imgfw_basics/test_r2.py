"""How much of a number's variation is foretold."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import r2_score

from imgfw import Target
from imgfw_basics.r2 import R2

TARGET = Target("t", "number")


def r2(truth, decided):
    """The one figure."""
    decided = np.array(decided, np.float32)
    return R2().score(np.array(truth, np.float32), decided[:, None], decided, TARGET)["r2"]


@given(st.integers(0, 2**32 - 1), st.integers(2, 40))
def test_it_equals_scikit_learn(judged, seed, n):
    """On any numbers that are not all the same."""
    truth, probabilities, decided, target = judged(seed, n, "number")
    assume(truth.min() < truth.max())

    found = R2().score(truth, probabilities, decided, target)

    assert tuple(found) == R2().gives(target)
    assert found["r2"] == pytest.approx(r2_score(truth.astype(float), decided.astype(float)))


@pytest.mark.parametrize(("decided", "expected"), [([1, 2, 3], 1), ([2, 2, 2], 0), ([3, 2, 1], -3)])
def test_one_is_perfect_and_the_mean_is_worth_nothing(decided, expected):
    """And what is worse than the mean is below zero."""
    assert r2([1, 2, 3], decided) == expected


@pytest.mark.parametrize("truth", [[], [0.1], [0.1, 0.1, 0.1]])
def test_where_nothing_varies_nothing_can_be_foretold(truth):
    """Not even by the right number, and whatever rounding makes of the variance."""
    assert math.isnan(r2(truth, truth))


def test_a_small_variation_on_a_large_number_is_not_lost():
    """Sums are in double precision."""
    assert r2([1e6, 1e6 + 1], [1e6, 1e6 + 1]) == 1
    assert r2([1e6, 1e6 + 1], [1e6 + 1, 1e6]) == -3
