"""How far off predictions are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import mean_absolute_error

from imgfw import Target
from imgfw_basics.mae import Mae


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_it_equals_scikit_learn(judged, seed, n):
    """On any numbers."""
    truth, probabilities, decided, target = judged(seed, n, "number")

    found = Mae().score(truth, probabilities, decided, target)

    assert tuple(found) == Mae().gives(target)
    assert found["mae"] == pytest.approx(mean_absolute_error(truth, decided), rel=1e-6)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1))
def test_labels_in_order_are_off_by_steps(rows):
    """As scikit-learn has it of their positions."""
    truth, decided = (np.array(values) for values in zip(*rows, strict=True))

    found = Mae().score(truth, np.zeros((len(rows), 4)), decided, Target("t", "ordinal", tuple("abcd")))

    assert found == {"mae": pytest.approx(mean_absolute_error(truth, decided))}


def test_a_decision_for_none_is_off_as_far_as_any():
    """Three steps from the end, two from the middle of four."""
    truth, decided = np.array([0, 1, 2, 3]), np.full(4, -1)

    found = Mae().score(truth, np.zeros((4, 4)), decided, Target("t", "ordinal", tuple("abcd")))

    assert found == {"mae": (3 + 2 + 2 + 3) / 4}


def test_numbers_are_subtracted_in_double_precision():
    """In single precision a small difference from a large number would be lost."""
    truth, decided = np.array([2.0**24], np.float32), np.array([-1.0], np.float32)

    found = Mae().score(truth, decided[:, None], decided, Target("t", "number"))

    assert found == {"mae": 2.0**24 + 1}
