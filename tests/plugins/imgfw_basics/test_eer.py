"""The error where true claims are refused as often as false ones are accepted."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_curve

from imgfw import Target
from imgfw_basics.eer import Eer


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_it_lies_on_the_roc_curve_of_all_claims(judged, seed, n):
    """Where scikit-learn's curve crosses the diagonal of equal errors."""
    truth, probabilities, decided, target = judged(seed, n, "classes")

    found = Eer().score(truth, probabilities, decided, target)

    true = (truth[:, None] == np.arange(4)).ravel()
    fpr, tpr, _ = roc_curve(true, probabilities.ravel(), drop_intermediate=False)
    assert tuple(found) == Eer().gives(target)
    assert found["eer"] == pytest.approx(np.interp(0, fpr - (1 - tpr), fpr))


def test_who_is_always_known_has_no_error_and_chance_has_a_half():
    """Sure and right; and all equally probable."""
    truth, target = np.arange(8) % 4, Target("person", "classes", ("a", "b", "c", "d"))
    sure = np.eye(4, dtype=np.float32)[truth]

    assert Eer().score(truth, sure, truth, target) == {"eer": 0.0}
    assert Eer().score(truth, np.full((8, 4), 0.25, np.float32), truth, target) == {"eer": 0.5}


def test_one_label_makes_no_false_claim():
    """So there is no error to speak of."""
    found = Eer().score(
        np.zeros(3, int), np.ones((3, 1), np.float32), np.zeros(3, int), Target("t", "classes", ("a",))
    )

    assert math.isnan(found["eer"])
