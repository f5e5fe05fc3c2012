"""How far off predictions are, large errors counting more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import mean_squared_error, root_mean_squared_error

from imgfw import Target
from imgfw_basics.mse import Mse


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_it_equals_scikit_learn(judged, seed, n):
    """On any numbers, the mean of squares and its root."""
    truth, probabilities, decided, target = judged(seed, n, "number")

    found = Mse().score(truth, probabilities, decided, target)

    assert tuple(found) == Mse().gives(target)
    assert found["mse"] == pytest.approx(mean_squared_error(truth, decided), rel=1e-5)
    assert found["rmse"] == pytest.approx(root_mean_squared_error(truth, decided), rel=1e-5)


def test_a_large_error_outweighs_small_ones():
    """Off by 2 and 0: the mean is 2, not 1, and the root in the unit of the number."""
    truth, decided = np.array([1, 5], np.float32), np.array([3, 5], np.float32)

    found = Mse().score(truth, decided[:, None], decided, Target("t", "number"))

    assert found == {"mse": 2.0, "rmse": 2.0**0.5}
