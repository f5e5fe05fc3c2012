"""How pure the most probable pictures of a label are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from imgfw import Target
from imgfw_basics.average_precision import AveragePrecision


@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.sampled_from(("classes", "ordinal", "multi-label")))
def test_it_equals_scikit_learn(judged, seed, n, kind):
    """Each label, all together, and the mean of the labels that occur."""
    truth, probabilities, decided, target = judged(seed, n, kind)
    holds = truth[:, None] == np.arange(4) if target.exclusive else truth > 0.5

    found = AveragePrecision().score(truth, probabilities, decided, target)

    each = [
        average_precision_score(holds[:, c], probabilities[:, c]) if holds[:, c].any() else math.nan
        for c in range(4)
    ]
    defined = [value for value in each if value == value]
    macro = sum(defined) / len(defined) if defined else math.nan
    micro = average_precision_score(holds, probabilities, average="micro") if holds.any() else math.nan
    assert tuple(found) == AveragePrecision().gives(target)
    assert list(found.values()) == pytest.approx([macro, micro, *each], nan_ok=True)


def test_places_at_which_pictures_are_found_count():
    """Found first and third of four: precision 1 and 2/3, so 5/6; a label without pictures has none."""
    truth = np.array([[1, 0], [0, 0], [1, 0], [0, 0]], np.float32)
    probabilities = np.array([[0.9, 0.1], [0.8, 0.1], [0.7, 0.1], [0.6, 0.1]], np.float32)

    found = AveragePrecision().score(
        truth, probabilities, probabilities > 0.5, Target("t", "multi-label", ("seen", "never"))
    )

    assert found["average-precision:seen"] == found["average-precision-macro"] == pytest.approx(5 / 6)
    assert math.isnan(found["average-precision:never"])
