"""How many labels are wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import hamming_loss

from imgfw import Target
from imgfw_basics.hamming_loss import HammingLoss


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_it_equals_scikit_learn(judged, seed, n):
    """On any rows."""
    truth, probabilities, decided, target = judged(seed, n, "multi-label")

    found = HammingLoss().score(truth, probabilities, decided, target)

    assert tuple(found) == HammingLoss().gives(target)
    assert found["hamming-loss"] == pytest.approx(hamming_loss(truth.astype(int), decided))


def test_every_label_counts_by_itself():
    """One wrong of four is a quarter, though half of the samples are wrong."""
    truth, decided = np.array([[1, 0], [1, 1]], np.float32), np.array([[True, False], [True, False]])

    found = HammingLoss().score(truth, truth, decided, Target("t", "multi-label", ("a", "b")))

    assert found == {"hamming-loss": 0.25}
