"""The proportional-odds model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import check_grad
from sklearn.linear_model import LogisticRegression

from imgfw_sklearn.cumulative import fitted_line, loss_and_slope, shares_of


@pytest.fixture(scope="module")
def drawn():
    """2,000 rows drawn from the model itself: 3 features, 4 labels, and what they were drawn with."""
    rng = np.random.default_rng(0)
    x, weights, thresholds = (
        rng.normal(size=(2000, 3)),
        np.array([2.0, -1.0, 0.0]),
        np.array([-2.0, 0.0, 1.5]),
    )
    score = x @ weights + rng.logistic(size=2000)
    return x, (score[:, None] > thresholds).sum(axis=1), weights, thresholds


def test_what_rows_were_drawn_with_is_found_again(drawn):
    """Weights and thresholds come out near those of the model that made the rows."""
    x, truth, weights, thresholds = drawn

    line = fitted_line(x, truth, np.ones(2000), C=1.0, most=1000)

    assert line.converged
    assert np.allclose(line.weights, weights, atol=0.2)
    assert np.allclose(line.thresholds, thresholds, atol=0.2)


@pytest.mark.parametrize("C", [0.01, 1.0, 50.0])
def test_two_labels_are_the_logistic_regression(drawn, C):
    """With one threshold the model is the one of scikit-learn, penalty included."""
    x, truth = drawn[0], (drawn[1] > 1).astype(int)
    reference = LogisticRegression(C=C, tol=1e-8, max_iter=1000).fit(x, truth)

    line = fitted_line(x, truth, np.ones(2000), C=C, most=1000)

    assert np.allclose(line.weights, reference.coef_[0], atol=1e-3)
    assert np.allclose(-line.thresholds, reference.intercept_, atol=1e-3)


def test_a_row_that_counts_three_times_is_three_rows(drawn):
    """And one that counts half is half of one: weights are in proportion, and the penalty beside them."""
    x, truth = drawn[0][:200], drawn[1][:200]
    counts = np.where(truth == 1, 3.0, 1.0)

    line = fitted_line(x, truth, counts, C=1.0, most=1000)

    again = np.repeat(np.arange(200), counts.astype(int))
    rows = fitted_line(x[again], truth[again], np.ones(len(again)), C=1.0, most=1000)
    halves = fitted_line(x, truth, counts / 2, C=2.0, most=1000)
    plain = fitted_line(x, truth, np.ones(200), C=1.0, most=1000)
    for other in (rows, halves):
        assert np.allclose(line.weights, other.weights, atol=1e-3)
        assert np.allclose(line.thresholds, other.thresholds, atol=1e-3)
    assert not np.allclose(line.thresholds, plain.thresholds, atol=0.1)


@pytest.mark.parametrize("labels", [2, 3, 6])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_slope_is_that_of_the_loss(labels, seed):
    """Differences of the loss say the same, anywhere."""
    rng = np.random.default_rng(seed)
    x, truth = rng.normal(size=(40, 3)), np.r_[np.arange(labels), rng.integers(0, labels, 40 - labels)]
    counts, at = rng.uniform(0.1, 3, 40), rng.normal(size=3 + labels - 1)

    apart = check_grad(
        lambda p: loss_and_slope(p, x, truth, counts)[0], lambda p: loss_and_slope(p, x, truth, counts)[1], at
    )

    assert apart < 1e-4


def test_the_loss_is_that_of_the_shares(drawn):
    """What is made small is the logarithm of the probabilities that are told, and the penalty."""
    x, truth = drawn[0][:50], drawn[1][:50]
    given = np.array([0.5, -0.2, 0.1, -1.0, 0.3, -0.4])
    thresholds = -1.0 + np.r_[0, np.cumsum(np.exp(given[4:]))]

    loss, _ = loss_and_slope(given, x, truth, np.ones(50))

    shares = shares_of(x @ given[:3], thresholds)
    wanted = given[:3] @ given[:3] / 2 - np.log(shares[np.arange(50), truth]).sum()
    assert np.isclose(loss, wanted)


def test_too_few_iterations_are_told(drawn):
    """One is not enough."""
    assert not fitted_line(drawn[0], drawn[1], np.ones(2000), C=1.0, most=1).converged


def test_labels_that_features_tell_apart_have_a_solution(drawn):
    """The penalty keeps the line finite where no row is on the wrong side."""
    x = np.linspace(-1, 1, 30)[:, None]

    line = fitted_line(x, np.repeat([0, 1, 2], 10), np.ones(30), C=10.0, most=1000)

    assert line.converged
    assert line.weights[0] > 1 and line.thresholds[0] < line.thresholds[1]


@given(
    st.lists(st.floats(-700, 700), min_size=1, max_size=5),
    st.floats(-700, 700),
    st.lists(st.floats(0, 50), max_size=6),
)
def test_shares_are_probabilities_that_add_up_to_1(scores, first, gaps):
    """For every score, near and far, and for thresholds that fall together."""
    thresholds = first + np.r_[0, np.cumsum(gaps)]

    shares = shares_of(np.array(scores), thresholds)

    assert shares.shape == (len(scores), len(gaps) + 2)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert np.allclose(shares.sum(axis=1), 1)


@given(st.floats(-30, 30), st.floats(0.01, 5))
def test_a_higher_score_means_a_higher_label(score, more):
    """The probability to be above a threshold never falls."""
    low, high = shares_of(np.array([score, score + more]), np.array([-1.0, 0.0, 2.0]))

    assert (np.cumsum(high)[:-1] <= np.cumsum(low)[:-1] + 1e-12).all()


def test_shares_are_exact_far_out():
    """Where both edges are close to certain, the difference is not lost to rounding."""
    (share,) = shares_of(np.array([-40.0]), np.array([0.0, 1.0]))

    assert np.isclose(share[1], np.exp(-40) - np.exp(-41), rtol=1e-9, atol=0)


def test_without_thresholds_the_one_label_is_certain():
    """Nothing to tell apart."""
    assert shares_of(np.array([-3.0, 5.0]), np.zeros(0)).tolist() == [[1.0], [1.0]]
