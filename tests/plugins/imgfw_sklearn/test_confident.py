"""Confident learning on probabilities made up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_sklearn.confident import FEWEST, confident_joint, suspects


def soft(truth: np.ndarray, width: int, right: float = 0.9) -> np.ndarray:
    """Probabilities of a model that knows the truth: `right` for it, the rest shared out."""
    found = np.full((len(truth), width), (1 - right) / (width - 1))
    found[np.arange(len(truth)), truth] = right
    return found


def planted(count: int, width: int, share: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The truth, the labels of which a share is wrong, and which are."""
    rng = np.random.default_rng(seed)
    truth = np.arange(count) % width
    wrong = rng.random(count) < share
    given = np.where(wrong, (truth + rng.integers(1, width, count)) % width, truth)
    return truth, given, wrong


def test_right_labels_are_not_suspected():
    """However unsure the model is."""
    truth = np.arange(90) % 3

    for right in (0.99, 0.5, 0.34):
        assert not len(suspects(truth, soft(truth, 3, right), 1)[0])


@pytest.mark.parametrize("width", [2, 3, 8])
def test_planted_errors_are_found_all_and_alone(width):
    """By a model that knows."""
    truth, given_, wrong = planted(400, width, 0.2)

    rows, measure = suspects(given_, soft(truth, width), 1)

    assert sorted(rows) == np.flatnonzero(wrong).tolist()
    assert measure == pytest.approx(np.log(0.9 / (0.1 / (width - 1))))


def test_the_most_suspicious_is_first():
    """The measure is the log of how many times likelier the other label is."""
    truth = np.zeros(40, int)
    truth[20:] = 1
    probabilities = soft(truth, 2)
    truth[[0, 1, 2]] = 1
    probabilities[[0, 1, 2], 0] = [0.92, 0.99, 0.9]
    probabilities[:, 1] = 1 - probabilities[:, 0]

    rows, measure = suspects(truth, probabilities, 1)

    assert rows.tolist() == [1, 0, 2]
    assert measure == pytest.approx(np.log([99, 11.5, 9]))


def test_labels_the_model_confuses_are_forgiven():
    """A label that even right rows get only 0.4 of is reached at 0.4: its bar is its own mean."""
    truth = np.arange(200) % 2
    probabilities = np.where(truth[:, None] == 0, [[0.95, 0.05]], [[0.6, 0.4]])

    rows, _ = suspects(truth, probabilities, 1)

    assert not len(rows)


def test_a_label_of_few_rows_is_not_judged():
    """Nor does it stop others from being found."""
    truth, given_, wrong = planted(200, 2, 0.2)
    few = np.full(FEWEST - 1, 2)
    probabilities = np.concatenate(
        [np.pad(soft(truth, 2), ((0, 0), (0, 1))), np.tile([0.99, 0.01, 0.0], (len(few), 1))]
    )

    rows, _ = suspects(np.concatenate([given_, few]), probabilities, 1)

    assert rows.max() < 200
    assert len(rows) > 0.9 * wrong.sum()


@pytest.mark.parametrize("most", [0.01, 0.1, 0.25, 1.0])
def test_no_more_than_a_share_of_a_label_is_found(most):
    """The most suspicious ones of each."""
    truth, given_, _ = planted(600, 3, 0.5)

    rows, _ = suspects(given_, soft(truth, 3), most)

    assert (np.bincount(given_[rows], minlength=3) <= most * np.bincount(given_)).all()
    assert len(rows) > 0.8 * min(most, 0.5) * 600 - 3


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 5), st.floats(0.05, 1))
def test_whatever_comes_what_is_found_makes_sense(seed, count, width, most):
    """Rows once each, likelier of another label, in falling order, within the cap; twice the same."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, width, count)
    probabilities = rng.dirichlet(np.ones(width), count)

    rows, measure = suspects(truth, probabilities, most)

    assert len(set(rows.tolist())) == len(rows) == len(measure)
    assert (probabilities[rows].argmax(axis=1) != truth[rows]).all()
    assert (measure > 0).all() and (np.diff(measure) <= 0).all()
    assert (np.bincount(truth[rows], minlength=width) <= most * np.bincount(truth, minlength=width)).all()
    assert np.array_equal(rows, suspects(truth, probabilities.copy(), most)[0])


def test_no_rows_have_no_suspects():
    """Nothing comes of nothing."""
    assert len(suspects(np.zeros(0, int), np.zeros((0, 3)), 1)[0]) == 0


def test_the_joint_counts_what_is_clear_and_is_brought_to_the_labels():
    """By hand: the bars are 0.7 and 0.6, four rows are clear, two are not."""
    truth = np.array([0, 0, 0, 1, 1, 1])
    probabilities = np.array([[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], [0.3, 0.7], [0.2, 0.8], [0.7, 0.3]])

    joint = confident_joint(truth, probabilities)

    assert joint == pytest.approx(np.array([[2, 1], [1, 2]]))


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 5))
def test_rows_of_the_joint_sum_to_the_labels(seed, count, width):
    """Whatever the model says; a label without rows has none."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, width, count)

    joint = confident_joint(truth, rng.dirichlet(np.ones(width), count))

    assert (joint >= 0).all()
    assert joint.sum(axis=1) == pytest.approx(np.bincount(truth, minlength=width))
