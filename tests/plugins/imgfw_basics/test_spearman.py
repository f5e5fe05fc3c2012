"""Whether predictions put pictures in the right order."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from imgfw import Target
from imgfw_basics.spearman import Spearman

TARGET = Target("t", "number")


def spearman(truth, decided):
    """The one figure."""
    decided = np.array(decided, np.float32)
    return Spearman().score(np.array(truth, np.float32), decided[:, None], decided, TARGET)["spearman"]


@given(st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=2, max_size=50))
def test_it_equals_scipy(rows):
    """With many ties, where neither side is all the same."""
    truth, decided = zip(*rows, strict=True)
    assume(len(set(truth)) > 1 and len(set(decided)) > 1)

    assert spearman(truth, decided) == pytest.approx(spearmanr(truth, decided).statistic)


@given(st.lists(st.integers(-1000, 1000), min_size=2, unique=True), st.sampled_from((1, -1)))
def test_only_the_order_counts(truth, sign):
    """Any growing function of the truth is perfect, any falling one is the reverse."""
    decided = [sign * (math.exp(value / 500) + 7) for value in truth]

    assert spearman(truth, decided) == sign


@pytest.mark.parametrize(
    ("truth", "decided"), [([], []), ([1], [1]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [5, 5, 5])]
)
def test_without_an_order_it_is_undefined(truth, decided):
    """No rows, one, and all the same on either side."""
    assert math.isnan(spearman(truth, decided))
