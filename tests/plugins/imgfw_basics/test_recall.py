"""How many of a label's pictures are found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import recall_score

from imgfw import Target
from imgfw_basics.recall import Recall

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

    found = Recall().score(truth, np.zeros((n, 5), np.float32), decided, target)

    assert tuple(found) == Recall().gives(target)
    assert list(found.values()) == pytest.approx(
        expected(truth.astype(int), decided.astype(int)), nan_ok=True
    )


def test_a_label_never_seen_has_zero():
    """A label that neither holds nor is decided has 0 and counts in the mean."""
    rows = np.array([0, 1])

    found = Recall().score(
        rows, np.eye(2, 3, dtype=np.float32), rows, Target("t", "classes", ("a", "b", "c"))
    )

    assert found["recall:c"] == 0
    assert found["recall-macro"] == pytest.approx(2 / 3)
    assert found["recall-micro"] == 1


def expected(truth, decided):
    """Macro, micro and every label by scikit-learn; it refuses no rows at all, where all is NaN."""
    if len(truth) == 0:
        return [float("nan")] * 7
    each, macro, micro = (
        recall_score(truth, decided, labels=range(5), average=average, zero_division=0)
        for average in (None, "macro", "micro")
    )
    return [macro, micro, *each]
