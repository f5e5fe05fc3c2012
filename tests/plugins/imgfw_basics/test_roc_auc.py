"""How well probabilities rank what holds above what does not."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from imgfw import Target
from imgfw_basics.roc_auc import RocAuc


@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.sampled_from(("classes", "ordinal", "multi-label")))
def test_each_label_equals_scikit_learn(judged, seed, n, kind):
    """Undefined where all rows or none have the label; the macro figure is the mean of the others."""
    truth, probabilities, decided, target = judged(seed, n, kind)
    holds = truth[:, None] == np.arange(4) if target.exclusive else truth > 0.5

    found = RocAuc().score(truth, probabilities, decided, target)

    each = [
        roc_auc_score(holds[:, c], probabilities[:, c]) if len(set(holds[:, c])) == 2 else math.nan
        for c in range(4)
    ]
    defined = [value for value in each if value == value]
    macro = sum(defined) / len(defined) if defined else math.nan
    assert tuple(found) == RocAuc().gives(target)
    assert list(found.values()) == pytest.approx([macro, *each], nan_ok=True)


@pytest.mark.parametrize("kind", ["classes", "multi-label"])
def test_the_mean_equals_scikit_learns_own(judged, kind):
    """One-vs-rest macro, where every label occurs."""
    truth, probabilities, decided, target = judged(4, 300, kind)
    truth[:8] = np.tile(np.arange(4), 2) if target.exclusive else np.tile(np.eye(4), (2, 1))

    found = RocAuc().score(truth, probabilities, decided, target)

    expected = roc_auc_score(truth, probabilities, multi_class="ovr")
    assert found["roc-auc-macro"] == pytest.approx(expected)


def test_two_classes_have_one_area():
    """That of either class, and of the mean, is scikit-learn's binary figure."""
    truth, second = np.array([0, 0, 1, 1, 1]), np.array([0.125, 0.5, 0.375, 0.875, 0.5], np.float32)

    found = RocAuc().score(
        truth, np.stack([1 - second, second], axis=1), truth, Target("t", "classes", ("a", "b"))
    )

    assert set(found) == {"roc-auc-macro", "roc-auc:a", "roc-auc:b"}
    assert set(found.values()) == {roc_auc_score(truth, second)}
