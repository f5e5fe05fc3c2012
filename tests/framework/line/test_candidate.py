"""A candidate at work: rows, plans, pixels."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw.line.candidate import Candidate
from imgfw.line.shared import parted, surveyed
from imgfw.recipe.tables import AugmentTable
from imgfw.runfolder import StageRecord


@pytest.fixture
def candidate(lay):
    """Makes a candidate of a recipe, surveyed, split and encoded."""

    def made(recipe) -> Candidate:
        line = lay(recipe)
        samples, targets = surveyed(line, StageRecord("survey"))
        samples, _ = parted(line, samples, StageRecord("split"))
        found = Candidate(line, recipe, samples, targets)
        found.encode(StageRecord("encode"))
        return found

    return made


def test_rows_have_features_truth_and_weights(recipe, candidate):
    """In the order of the plan, with weight 1 where the truth is known."""
    one = candidate(recipe)
    planned = [(sample, 0) for sample in one.split("train")]

    rows = one.rows(planned, one.encoder, learned=True)

    assert rows.inputs["features"].shape == (36, 3)
    reds = [sample.labels["colour"] == ("red",) for sample in rows.samples]
    assert (rows.inputs["features"][:, 0] > 100).tolist() == reds
    assert rows.truth["colour"].tolist() == [int(red) for red in reds]
    assert rows.weights["colour"].tolist() == [1] * 36
    assert rows.draw is None


def test_labels_count_as_the_recipe_says_in_learning_only(recipe, candidate, changed):
    """A label with weight 3 counts three times in train and once in val."""
    one = candidate(changed(recipe, weights={"colour": {"red": 3.0}}))
    planned = [(sample, 0) for sample in one.split("train")]

    learned = one.rows(planned, one.encoder, learned=True)
    judged = one.rows(planned, one.encoder, learned=False)

    assert learned.weights["colour"].tolist() == [3.0 if red else 1.0 for red in learned.truth["colour"]]
    assert set(judged.weights["colour"].tolist()) == {1.0}


def test_only_train_is_augmented(recipe, candidate, changed, small):
    """The plan has three rows for each training sample and none for others."""
    one = candidate(changed(recipe, augment=AugmentTable(per_sample=3), augmenters=(small["Brighter"](),)))

    planned = one.augment([], StageRecord("augment"))

    assert len(planned) == 36 * 3
    assert {sample.split for sample, _ in planned} == {"train"}
    assert sorted({number for _, number in planned}) == [0, 1, 2]


def test_small_classes_are_filled_and_what_stays_small_is_told(recipe, candidate, changed, small):
    """Each class has the rows asked for where the cap allows; val and test are as they were."""
    table = AugmentTable(per_class_at_least=50, most_per_sample=2)
    one = candidate(changed(recipe, augment=table, augmenters=(small["Brighter"](),)))
    done = StageRecord("augment")

    planned = one.augment([], done)

    labels = [sample.labels["colour"][0] for sample, _ in planned]
    assert (labels.count("red"), labels.count("blue")) == (36, 36)
    assert done.notes == ["72 training rows from 36 samples", "blue has only 36", "red has only 36"]
    assert {sample.split for sample, _ in planned} == {"train"}
    assert len(one.features(planned)) == 72


def test_augmented_rows_differ_from_the_picture(recipe, candidate, changed, small):
    """Features of other numbers are of varied pictures."""
    varied = changed(recipe, augment=AugmentTable(per_sample=3), augmenters=(small["Brighter"](by=50),))
    one = candidate(varied)

    planned = one.augment([], StageRecord("augment"))
    features = one.features(planned).reshape(36, 3, 3)

    assert np.ptp(features[..., 1], axis=1).min() >= 0
    assert (np.ptp(features[..., 1], axis=1) > 0).mean() > 0.9
