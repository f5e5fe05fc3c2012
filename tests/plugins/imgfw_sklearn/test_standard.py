"""Features brought to mean 0 and spread 1."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from imgfw.formula import computed
from imgfw_sklearn.standard import FAR, mean_and_scale, standardised, standardising

NUMBERS = st.floats(-1e6, 1e6, width=32)


@example(np.float32([[1e-45], [0]]))
@given(arrays(np.float32, st.tuples(st.integers(1, 30), st.integers(1, 4)), elements=NUMBERS))
def test_what_comes_out_has_mean_0_and_spread_1_or_0(x):
    """Whatever the columns are; those that do not vary are 0, but for rounding."""
    mean, scale = mean_and_scale(x)

    standard = (x - mean) / scale

    cut = standardised(x, mean, scale)
    assert np.array_equal(cut, np.clip(standard, -FAR, FAR)) and cut.dtype == np.float32
    assert mean.dtype == scale.dtype == np.float32
    assert np.isfinite(standard).all()
    spread = standard.std(axis=0, dtype=np.float64)
    least = np.maximum(1e-6 * np.abs(x.mean(axis=0, dtype=np.float64)), np.finfo(np.float32).tiny)
    flat = x.std(axis=0, dtype=np.float64) <= least
    assert np.allclose(spread[~flat], 1, atol=1e-2)
    assert np.allclose(standard[:, flat], 0, atol=2)


def test_a_constant_column_is_not_blown_up():
    """A tenth has no exact float: its rounding is no variation, so that a new value is not thousands away."""
    x = np.stack([np.full(1000, 0.1), np.arange(1000)], axis=1).astype(np.float32)

    mean, scale = mean_and_scale(x)

    assert scale[0] == 1
    assert abs((np.float32(0.2) - mean[0]) / scale[0]) < 0.2
    assert np.isclose(scale[1], np.arange(1000).std())


def test_a_feature_that_hardly_occurred_does_not_outvote_the_others():
    """However far a picture is out, it counts as five deviations, on either side; others stay as they are."""
    mean, scale = np.zeros(3, np.float32), np.array([1e-6, 1, 1], np.float32)

    found = standardised(np.array([[1, 2, -1e9], [-1, 0, 4]], np.float32), mean, scale)

    assert found.tolist() == [[5, 2, -5], [-5, 0, 4]]


def test_standardising_is_told_as_a_step():
    """Which computes the same."""
    x = np.random.default_rng(0).normal(2, 3, (20, 4)).astype(np.float32)
    mean, scale = mean_and_scale(x[:10])

    assert np.array_equal(computed([standardising(mean, scale)], x), standardised(x, mean, scale))
