"""How far probabilities are from the truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss

from imgfw import Target
from imgfw_basics.brier import Brier


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(2, 5))
def test_it_equals_scikit_learn(judged, seed, n, width):
    """With two classes, where it is that of either, and with more."""
    truth, probabilities, decided, target = judged(seed, n, "classes", width)

    found = Brier().score(truth, probabilities, decided, target)

    exact = probabilities.astype(np.float64)
    given = exact[:, 1] if width == 2 else exact / exact.sum(axis=1, keepdims=True)
    assert tuple(found) == Brier().gives(target)
    assert found["brier"] == pytest.approx(brier_score_loss(truth, given, labels=range(width)), abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_several_labels_are_judged_one_by_one(judged, seed, n):
    """The mean of scikit-learn's figure over labels."""
    truth, probabilities, decided, target = judged(seed, n, "multi-label")

    found = Brier().score(truth, probabilities, decided, target)

    each = [brier_score_loss(truth[:, c], probabilities[:, c], labels=[0, 1], pos_label=1) for c in range(4)]
    assert found["brier"] == pytest.approx(np.mean(each))


@pytest.mark.parametrize(
    ("kind", "width", "worst"), [("classes", 2, 1), ("classes", 3, 2), ("multi-label", 3, 1)]
)
def test_sure_and_right_is_0_and_sure_and_wrong_the_worst(kind, width, worst):
    """By how many labels there are."""
    target = Target("t", kind, tuple("abc"[:width]))
    truth = np.array([0]) if target.exclusive else np.eye(1, width, dtype=np.float32)
    right = np.eye(1, width, dtype=np.float32)
    wrong = np.roll(right, 1, axis=1) if target.exclusive else 1 - right

    assert Brier().score(truth, right, truth, target) == {"brier": 0.0}
    assert Brier().score(truth, wrong, truth, target) == {"brier": float(worst)}


def test_probabilities_are_left_as_they_are():
    """Double precision given, nothing is written into it."""
    probabilities = np.full((2, 2), 0.5)

    Brier().score(np.array([0, 1]), probabilities, np.array([0, 1]), Target("t", "classes", ("a", "b")))

    assert (probabilities == 0.5).all()
