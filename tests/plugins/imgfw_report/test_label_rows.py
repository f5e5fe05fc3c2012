"""What the threshold of a label comes to."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Predictions, Sample, Target
from imgfw_report.label_rows import curve, label_rows

TAGS = Target("tags", "multi-label", ("a", "b"))
NAN = float("nan")


def given(count=200, seed=3):
    """Predictions of many samples, some labels of them unknown, and their thresholds."""
    rng = np.random.default_rng(seed)
    truth = (rng.random((count, 2)) < 0.3).astype(np.float32)
    truth[rng.random((count, 2)) < 0.1] = NAN
    probabilities = np.round(rng.random((count, 2)).astype(np.float32) * 0.6 + np.nan_to_num(truth) * 0.3, 2)
    decided = probabilities >= np.array([0.5, 0.7], np.float32)
    samples = tuple(Sample(f"{i}.jpg", digest=str(i)) for i in range(count))
    return Predictions(samples, {"tags": truth}, {"tags": probabilities}, {"tags": decided})


def test_counts_and_figures_are_those_of_the_rows():
    """Precision, recall and F1 as scikit-learn has them, of the rows that know the label."""
    from sklearn.metrics import precision_recall_fscore_support

    predictions = given()

    rows = label_rows(predictions, TAGS, {"a": 0.5, "b": 0.7}, {})

    for at, row in enumerate(rows):
        truth, decided = predictions.truth["tags"][:, at], predictions.decided["tags"][:, at]
        known = ~np.isnan(truth)
        told = precision_recall_fscore_support(truth[known], decided[known], average="binary")
        assert (row.precision, row.recall, row.f1) == pytest.approx(told[:3])
        assert (row.known, row.support, row.said) == (known.sum(), truth[known].sum(), decided[known].sum())
        assert row.point == pytest.approx((row.recall, row.precision))


def test_figures_are_those_of_the_scores_where_they_have_them():
    """As where a label that was never said has precision 0 there."""
    scores = {"precision:a": {"value": 0.125}, "f1:a": {"value": None}}

    row = label_rows(given(), TAGS, {}, scores)[0]

    assert (row.precision, row.f1) == (0.125, None) and row.recall is not None


def test_the_surest_mistakes_come_first():
    """False alarms from the most probable on, missed from the least."""
    predictions = given()

    for at, row in enumerate(label_rows(predictions, TAGS, {}, {})):
        column = predictions.probabilities["tags"][:, at]
        assert column[row.false].tolist() == sorted(column[row.false].tolist(), reverse=True)
        assert column[row.missed].tolist() == sorted(column[row.missed].tolist())


def test_the_curve_goes_through_the_points_that_scikit_learn_has():
    """Equal probabilities are one point."""
    from sklearn.metrics import precision_recall_curve

    predictions = given()
    truth, said = predictions.truth["tags"][:, 0], predictions.probabilities["tags"][:, 0]
    known = ~np.isnan(truth)

    points = curve(said[known], truth[known] > 0.5)

    precision, recall, _ = precision_recall_curve(truth[known], said[known])
    theirs = {(round(r, 9), round(p, 9)) for r, p in zip(recall[:-1], precision[:-1], strict=True)}
    first = max(p for r, p in theirs if r == 1.0)  # beyond full recall only false alarms come
    theirs = {(r, p) for r, p in theirs if r < 1 or p == first}
    assert theirs <= {(round(r, 9), round(p, 9)) for r, p in points}


def test_a_label_that_no_sample_has_has_no_curve():
    """And no point."""
    assert curve(np.array([0.2, 0.4], np.float32), np.zeros(2, bool)) == []


def test_the_curve_of_many_samples_is_short():
    """So that the page stays small."""
    rng = np.random.default_rng(0)

    assert len(curve(rng.random(100_000, np.float32), rng.random(100_000) < 0.5)) < 1000
