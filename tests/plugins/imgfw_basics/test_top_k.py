"""How often the truth is among the most probable labels."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import top_k_accuracy_score

from imgfw import Target
from imgfw_basics.top_k import TopK

TARGET = Target("t", "classes", tuple("abcdefg"))
NONE = np.zeros(0, np.int64)


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 6))
def test_it_equals_scikit_learn(seed, n, k):
    """On any rows without ties it is scikit-learn's top-k accuracy."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 7, n)
    probabilities = rng.permuted(np.tile(np.arange(7, dtype=np.float32), (n, 1)), axis=1)

    found = TopK(k=k).score(truth, probabilities, probabilities.argmax(1), TARGET)

    expected = top_k_accuracy_score(truth, probabilities, k=k, labels=np.arange(7))
    assert tuple(found) == TopK(k=k).gives(TARGET) == (f"top-{k}",)
    assert found[f"top-{k}"] == pytest.approx(expected)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.lists(st.integers(0, 2), min_size=7, max_size=7)), min_size=1)
)
def test_top_1_agrees_with_the_most_probable_label(rows):
    """Among equal probabilities the earlier label counts, as `argmax` has it."""
    truth = np.array([label for label, _ in rows])
    probabilities = np.array([row for _, row in rows], np.float32)

    each = TopK(k=1).each(truth, probabilities, NONE, TARGET)["top-1"]

    assert each.tolist() == (probabilities.argmax(1) == truth).tolist()


def test_as_many_as_there_are_labels_always_hold_the_truth():
    """With k above the number of labels the share is 1."""
    truth, probabilities = np.array([0, 6]), np.zeros((2, 7), np.float32)

    found = TopK(k=9).score(truth, probabilities, NONE, TARGET)

    assert found == {"top-9": 1.0}


def test_no_rows_have_no_share():
    """Without rows the figure is undefined."""
    found = TopK().score(NONE, np.zeros((0, 7), np.float32), NONE, TARGET)

    assert math.isnan(found["top-5"])
