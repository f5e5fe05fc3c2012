"""Bins of probabilities, and the calibration error."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Predictions, Sample, Target
from imgfw_report.reliability import reliability

CLASSES = Target("class", "classes", ("a", "b", "c"))
TAGS = Target("tags", "multi-label", ("a", "b", "c"))


def given(target, count=300, seed=5):
    """Predictions of random samples; one in ten has no truth."""
    rng = np.random.default_rng(seed)
    probabilities = rng.dirichlet([1, 1, 1], count).astype(np.float32)
    unknown = rng.random(count) < 0.1
    if target.exclusive:
        truth = np.where(unknown, -1, rng.integers(0, 3, count))
        decided = probabilities.argmax(axis=1)
    else:
        truth = (rng.random((count, 3)) < probabilities).astype(np.float32)
        truth[unknown, 1] = np.nan
        decided = probabilities > 0.5
    samples = tuple(Sample(f"{i}.jpg", digest=str(i)) for i in range(count))
    return Predictions(samples, {target.name: truth}, {target.name: probabilities}, {target.name: decided})


@pytest.mark.parametrize("target", [CLASSES, TAGS])
@pytest.mark.parametrize("bins", [1, 10, 15])
def test_the_error_is_that_of_the_metric(components, target, bins):
    """With as many bins, of the samples that it judges."""
    metric = components.find("metric", "ece")(bins=bins)
    predictions = given(target)
    truth, said = predictions.truth[target.name], predictions.probabilities[target.name]
    judged = truth >= 0 if target.exclusive else ~np.isnan(truth).all(axis=1)

    found = reliability(predictions, target, bins)

    theirs = metric.score(truth[judged], said[judged], predictions.decided[target.name][judged], target)
    assert found.error == pytest.approx(theirs["ece"], abs=1e-12)


@pytest.mark.parametrize("target", [CLASSES, TAGS])
def test_every_probability_is_in_one_bin(target):
    """Counts add up, and their means lie within the edges, and within their interval."""
    found = reliability(given(target), target, 15)

    assert sum(each.count for each in found.bins) == found.whole.count
    assert all(each.low <= each.said <= each.high for each in found.bins)
    assert all(each.least <= each.right + 1e-12 and each.right <= each.most + 1e-12 for each in found.bins)
    right = sum(each.right * each.count for each in found.bins) / found.whole.count
    assert right == pytest.approx(found.whole.right)


def test_intervals_are_by_groups():
    """What a group has in common tells once."""
    alone = given(CLASSES)
    names = [str(i // 30) for i in range(len(alone.samples))]
    truth = np.repeat(np.arange(10) % 2, 30)  # all of a group are right or wrong
    samples = tuple(replace(s, group=name) for s, name in zip(alone.samples, names, strict=True))
    said = {"class": np.tile(np.array([0.9, 0.1, 0.0], np.float32), (300, 1))}
    single = Predictions(alone.samples, {"class": truth}, said, {})
    grouped = Predictions(samples, {"class": truth}, said, {})

    one, many = (reliability(each, CLASSES, 15).whole for each in (single, grouped))

    assert many.most - many.least > 3 * (one.most - one.least)


def test_without_a_known_truth_there_is_nothing_to_tell():
    """None."""
    predictions = given(CLASSES, 4)
    predictions.truth["class"][:] = -1

    assert reliability(predictions, CLASSES, 15) is None
