"""How many true claims are accepted while hardly any false one is."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sklearn.metrics import roc_curve

from imgfw import Target
from imgfw_basics.tar import Tar


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.sampled_from((0.01, 0.1, 0.5)))
def test_it_is_a_point_of_the_roc_curve_of_all_claims(judged, seed, n, far):
    """Each row claims every label; the best true rate within the false rate, by scikit-learn's curve."""
    truth, probabilities, decided, target = judged(seed, n, "classes")
    true = (truth[:, None] == np.arange(4)).ravel()

    found = Tar(far=far).score(truth, probabilities, decided, target)

    fpr, tpr, _ = roc_curve(true, probabilities.ravel(), drop_intermediate=False)
    expected = tpr[fpr <= far + 1e-9].max() if far * 3 * n >= 1 else math.nan
    assert found == {f"tar-at-{far:g}": pytest.approx(expected, nan_ok=True)}


def test_a_rate_that_the_claims_cannot_tell_is_undefined():
    """Of 30 false claims one is 3.3 %: 5 % can be told, 1 % cannot."""
    truth, sure = np.arange(10) % 4, np.eye(4, dtype=np.float32)[np.arange(10) % 4]
    target = Target("person", "classes", ("a", "b", "c", "d"))

    assert Tar(far=0.05).score(truth, sure, truth, target) == {"tar-at-0.05": 1.0}
    assert math.isnan(Tar().score(truth, sure, truth, target)["tar-at-0.01"])


@pytest.mark.parametrize("far", [0.0, 1.0, -0.1])
def test_a_rate_lies_between_none_and_all(far):
    """Nothing can be said of no false claim at all, and nothing need be of all."""
    with pytest.raises(ValidationError, match="far"):
        Tar(far=far)


def test_several_rates_have_several_names():
    """So that a recipe may ask for each."""
    target = Target("person", "classes", ("a", "b"))

    assert [Tar(far=far).gives(target) for far in (0.001, 0.01)] == [("tar-at-0.001",), ("tar-at-0.01",)]
