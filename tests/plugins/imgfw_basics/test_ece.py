"""Whether probabilities mean what they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from imgfw import Target
from imgfw_basics.ece import Ece

TWO = Target("t", "classes", ("a", "b"))


def error(said, right, bins):
    """ECE of equal-width bins from scikit-learn's calibration curve, weighted by the rows of each bin."""
    true, mean = calibration_curve(right, said, pos_label=1, n_bins=bins)
    rows = np.bincount(np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], said))
    return (np.abs(true - mean) * rows[rows > 0]).sum() / len(said)


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 20))
def test_one_label_is_judged_by_the_most_probable(judged, seed, n, bins):
    """As scikit-learn's calibration curve has it, whatever was decided."""
    truth, probabilities, decided, target = judged(seed, n, "classes")
    said, right = probabilities.max(axis=1).astype(float), probabilities.argmax(axis=1) == truth

    found = Ece(bins=bins).score(truth, probabilities, decided, target)

    assert tuple(found) == Ece(bins=bins).gives(target)
    assert found["ece"] == pytest.approx(error(said, right, bins))


@given(st.integers(0, 2**32 - 1), st.integers(2, 60), st.integers(1, 20))
def test_several_labels_are_judged_one_by_one(judged, seed, n, bins):
    """The mean over labels of the error of each one's probability."""
    _, probabilities, decided, target = judged(seed, n, "multi-label")
    truth = (np.random.default_rng(seed).random((n, 4)) < 0.5).astype(np.float32)
    truth[0], truth[1] = 0, 1

    found = Ece(bins=bins).score(truth, probabilities, decided, target)

    each = [error(probabilities[:, c].astype(float), truth[:, c], bins) for c in range(4)]
    assert found["ece"] == pytest.approx(np.mean(each))


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 8))
def test_bins_of_equal_mass_hold_as_many_rows_each(seed, each, bins):
    """Without ties they are the sorted rows cut into equal parts."""
    rng = np.random.default_rng(seed)
    n = each * bins
    said = rng.permutation(np.linspace(0.5, 1, n, endpoint=False).astype(np.float32) + np.float32(1e-3))
    truth = rng.integers(0, 2, n)

    found = Ece(bins=bins).score(truth, np.stack([said, 1 - said], axis=1), truth, TWO)

    order = np.argsort(said)
    gaps = ((truth == 0) - said.astype(float))[order].reshape(bins, each).sum(axis=1)
    assert found["ece-equal-mass"] == pytest.approx(np.abs(gaps).sum() / n)


@given(st.integers(0, 2**32 - 1), st.integers(2, 60), st.sampled_from(("classes", "multi-label")))
def test_the_order_of_rows_plays_no_part(judged, seed, n, kind):
    """Equal probabilities lie in one bin, so none is cut through."""
    truth, probabilities, decided, target = judged(seed, n, kind)

    one = Ece(bins=5).score(truth, probabilities, decided, target)
    other = Ece(bins=5).score(truth[::-1], probabilities[::-1], decided[::-1], target)

    assert one == pytest.approx(other)


def test_what_is_right_as_often_as_it_says_has_no_error():
    """Said with 3/4, right in three of four; said with 1, right in three of four is a quarter off."""
    truth = np.array([0, 0, 0, 1])

    calibrated = Ece().score(truth, np.tile(np.float32([0.75, 0.25]), (4, 1)), truth, TWO)
    sure = Ece().score(truth, np.tile(np.float32([1, 0]), (4, 1)), truth, TWO)

    assert calibrated == {"ece": 0.0, "ece-equal-mass": 0.0}
    assert sure == {"ece": 0.25, "ece-equal-mass": 0.25}


def test_over_confidence_shows_and_its_temper_lowers_it():
    """Logits three times too large have a large error; divided by three, nearly none."""
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 2, (4000, 3))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    truth = (shares.cumsum(axis=1) < rng.random((4000, 1))).sum(axis=1)
    sharp = shares**3 / (shares**3).sum(axis=1, keepdims=True)
    target = Target("t", "classes", ("a", "b", "c"))

    over, tempered = (Ece().score(truth, p.astype(np.float32), truth, target) for p in (sharp, shares))

    assert min(over.values()) > 0.12
    assert max(tempered.values()) < 0.03
