"""How many decisions are right."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score

from imgfw import Target
from imgfw_basics.accuracy import Accuracy

LABELS = ("a", "b", "c", "d")


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.sampled_from(("classes", "ordinal", "multi-label")))
def test_it_equals_scikit_learn(seed, n, kind):
    """For one label and for several, on any rows, it is scikit-learn's accuracy."""
    rng = np.random.default_rng(seed)
    target = Target("t", kind, LABELS)
    if target.exclusive:
        truth, decided = rng.integers(0, 4, n), rng.integers(-1, 4, n)
    else:
        truth, decided = (rng.random((n, 4)) < 0.5).astype(np.float32), rng.random((n, 4)) < 0.5
    probabilities = rng.random((n, 4), np.float32)

    found = Accuracy().score(truth, probabilities, decided, target)

    assert tuple(found) == Accuracy().gives(target)
    assert found["accuracy"] == pytest.approx(accuracy_score(truth.astype(int), decided.astype(int)))


def test_its_rows_are_right_or_wrong():
    """Each row is 1 where it is right, so that Wilson's interval fits; none of the labels is wrong."""
    truth, decided = np.array([0, 1, 2]), np.array([0, -1, 2])

    rows = Accuracy().each(truth, np.zeros((3, 4), np.float32), decided, Target("t", "classes", LABELS))

    assert rows["accuracy"].tolist() == [True, False, True]


def test_with_several_labels_every_one_must_be_right():
    """A row with one wrong label of two is wrong."""
    truth = np.array([[1, 0], [1, 1]], np.float32)
    decided = np.array([[True, False], [True, False]])

    found = Accuracy().score(truth, truth, decided, Target("t", "multi-label", ("a", "b")))

    assert found == {"accuracy": 0.5}


def test_no_rows_have_no_accuracy():
    """Without rows the figure is undefined."""
    empty = np.zeros(0, np.int64)

    found = Accuracy().score(empty, np.zeros((0, 4), np.float32), empty, Target("t", "classes", LABELS))

    assert math.isnan(found["accuracy"])
