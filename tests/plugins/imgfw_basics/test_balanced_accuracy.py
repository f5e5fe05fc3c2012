"""How many decisions are right, with every label counting the same."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import recall_score

from imgfw import Target
from imgfw_basics.balanced_accuracy import BalancedAccuracy


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.sampled_from(("classes", "ordinal")))
def test_it_is_scikit_learns_recall_of_the_labels_that_occur(judged, seed, n, kind):
    """Which is its balanced accuracy, without the warning about labels decided that never occur."""
    truth, probabilities, decided, target = judged(seed, n, kind)

    found = BalancedAccuracy().score(truth, probabilities, decided, target)

    expected = recall_score(truth, decided, labels=np.unique(truth), average="macro")
    assert found == {"balanced-accuracy": pytest.approx(expected)}


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_several_labels_are_balanced_one_by_one(judged, seed, n):
    """The mean over those labels that some rows have and some have not."""
    truth, probabilities, decided, target = judged(seed, n, "multi-label")

    found = BalancedAccuracy().score(truth, probabilities, decided, target)

    columns = [(truth[:, c] > 0.5, decided[:, c]) for c in range(4)]
    each = [recall_score(t, d, labels=[False, True], average="macro") for t, d in columns if len(set(t)) == 2]
    expected = sum(each) / len(each) if each else math.nan
    assert found["balanced-accuracy"] == pytest.approx(expected, nan_ok=True)


def test_a_rare_label_counts_as_much_as_a_common_one():
    """Always saying the common one is right in 9 of 10, and worth a half."""
    truth, decided = np.array([0] * 9 + [1]), np.zeros(10, int)
    target = Target("t", "classes", ("common", "rare", "never"))

    found = BalancedAccuracy().score(truth, np.zeros((10, 3), np.float32), decided, target)

    assert found == {"balanced-accuracy": 0.5}
