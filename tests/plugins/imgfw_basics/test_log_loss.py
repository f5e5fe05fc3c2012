"""How surprised the probabilities are by the truth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from imgfw import Target
from imgfw_basics.log_loss import LogLoss


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.sampled_from(("classes", "ordinal")))
def test_it_equals_scikit_learn(judged, seed, n, kind):
    """On any rows of one label."""
    truth, probabilities, decided, target = judged(seed, n, kind)

    found = LogLoss().score(truth, probabilities, decided, target)

    assert tuple(found) == LogLoss().gives(target)
    assert found["log-loss"] == pytest.approx(log_loss(truth, probabilities, labels=range(4)), rel=1e-5)


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_several_labels_are_judged_one_by_one(judged, seed, n):
    """The mean of scikit-learn's figure over labels, sure and wrong ones included."""
    truth, probabilities, decided, target = judged(seed, n, "multi-label")

    found = LogLoss().score(truth, probabilities, decided, target)

    each = [log_loss(truth[:, c], probabilities[:, c], labels=[0, 1]) for c in range(4)]
    assert found["log-loss"] == pytest.approx(np.mean(each), rel=1e-4)


@pytest.mark.parametrize(("own", "expected"), [(1.0, 2**-23), (0.5, math.log(2)), (0.0, 23 * math.log(2))])
@pytest.mark.parametrize("kind", ["classes", "multi-label"])
def test_what_was_sure_and_wrong_is_punished_without_end_but_finitely(own, expected, kind):
    """Single precision knows nothing nearer to 0 or 1 than 2 ** -23."""
    probabilities = np.array([[own, 1 - own]], np.float32)
    truth = np.array([0]) if kind == "classes" else np.array([[1, 0]], np.float32)

    found = LogLoss().score(truth, probabilities, truth, Target("t", kind, ("a", "b")))

    assert found["log-loss"] == pytest.approx(expected, rel=1e-6)
