"""Means that never warn."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_basics.means import mean, mean_of_defined

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "expected"), [([], NAN), ([1, 2], 1.5), ([True, False, False, True], 0.5), ([1, NAN], NAN)]
)
def test_a_mean_is_of_all_values(values, expected):
    """Of none it is NaN, and so is that of anything undefined."""
    assert mean(np.array(values)) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(("values", "expected"), [([], NAN), ([NAN], NAN), ([NAN, 1, 2], 1.5), ([3.0], 3)])
def test_a_mean_of_what_is_defined_leaves_out_nan(values, expected):
    """It is NaN where nothing is defined."""
    assert mean_of_defined(np.array(values, np.float64)) == pytest.approx(expected, nan_ok=True)


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1))
def test_means_are_taken_in_double_precision(values):
    """As the exact sum has it, though the values are in single precision."""
    found = mean(np.array(values, np.float32))

    assert found == pytest.approx(math.fsum(values) / len(values), abs=1e-6)
