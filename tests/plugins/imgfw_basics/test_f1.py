"""Precision and recall in one figure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from imgfw import Target
from imgfw_basics.f1 import F1

LABELS = ("a", "b", "c", "d", "e")


@given(st.integers(0, 2**32 - 1), st.integers(0, 30), st.sampled_from(("classes", "ordinal", "multi-label")))
def test_it_equals_scikit_learn(seed, n, kind):
    """On any rows, labels absent from them and decisions for none included, it is scikit-learn's figure."""
    rng = np.random.default_rng(seed)
    target = Target("t", kind, LABELS)
    if target.exclusive:
        truth, decided = rng.integers(0, 4, n), rng.integers(-1, 5, n)
    else:
        truth, decided = (rng.random((n, 5)) < 0.2).astype(np.float32), rng.random((n, 5)) < 0.3

    found = F1().score(truth, np.zeros((n, 5), np.float32), decided, target)

    assert tuple(found) == F1().gives(target)
    told = expected(truth.astype(int), decided.astype(int), samples=kind == "multi-label")
    assert list(found.values()) == pytest.approx(told, nan_ok=True)


def test_a_label_never_seen_has_zero():
    """A label that neither holds nor is decided has 0 and counts in the mean."""
    rows = np.array([0, 1])

    found = F1().score(rows, np.eye(2, 3, dtype=np.float32), rows, Target("t", "classes", ("a", "b", "c")))

    assert found["f1:c"] == 0
    assert found["f1-macro"] == pytest.approx(2 / 3)
    assert found["f1-micro"] == 1


def test_a_sample_rightly_left_without_labels_counts_as_right():
    """Of two labels one found is 2/3; none of none is 1; none of one, and one of none, are 0."""
    truth = np.array([[1, 1], [0, 0], [1, 0], [0, 0]], np.float32)
    decided = np.array([[1, 0], [0, 0], [0, 0], [0, 1]], bool)

    found = F1().score(truth, truth, decided, Target("t", "multi-label", ("a", "b")))

    assert found["f1-samples"] == pytest.approx((2 / 3 + 1) / 4)


def test_it_is_the_weighted_mean_by_how_often_labels_hold():
    """A label that holds three times counts three times one that holds once."""
    truth, decided = np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])

    found = F1().score(truth, np.zeros((4, 2), np.float32), decided, Target("t", "classes", ("a", "b")))

    assert found["f1-weighted"] == pytest.approx(3 / 4 * found["f1:a"])


def expected(truth, decided, samples):
    """Macro, micro, further means and every label by scikit-learn; of no rows all is NaN."""
    if len(truth) == 0:
        return [float("nan")] * (8 + samples)
    each, macro, micro, weighted = (
        f1_score(truth, decided, labels=range(5), average=average, zero_division=0)
        for average in (None, "macro", "micro", "weighted")
    )
    further = [f1_score(truth, decided, average="samples", zero_division=1)] if samples else []
    return [macro, micro, weighted, *further, *each]
