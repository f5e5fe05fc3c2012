"""A candidate at work: rows, plans, pixels."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
import pytest

from imgfw import Finding, NeuralBackbone
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


def test_rows_have_the_groups_of_their_samples(recipe, candidate):
    """A sample of no group is one of its own."""
    one = candidate(recipe)
    first, second, third = one.split("train")[:3]
    planned = [
        (replace(first, group="pair"), 0),
        (replace(second, group="pair"), 0),
        (replace(third, group=""), 0),
    ]

    rows = one.rows(planned, one.encoder, learned=True)

    assert rows.groups == ("pair", "pair", third.digest)


def test_what_was_dropped_is_not_planned(recipe, candidate):
    """Neither as it is nor augmented; what was only flagged is."""
    one = candidate(recipe)
    dropped, flagged = one.split("train")[:2]
    findings = [Finding(dropped.id, "c", "drop", "bad"), Finding(flagged.id, "c", "flag", "odd")]

    planned = {sample.id for sample, _ in one.augment(findings, StageRecord("augment"))}

    assert planned == {sample.id for sample in one.split("train")} - {dropped.id}


class Tiny(NeuralBackbone):
    """A network that sees pictures as they are."""

    use: Literal["tiny"] = "tiny"
    trainer: ClassVar[str] = "pixel-trainer"

    def pixels(self, image):
        """As they are."""
        return image.astype(np.float32)


def test_pixels_vary_with_seed_epoch_and_number(recipe, candidate, changed, small):
    """Every seed of a recipe has variations of its own, in every epoch others; number 0 is the picture."""
    one = candidate(changed(recipe, augmenters=(small["Brighter"](by=200),)))
    planned = [(sample, 0) for sample in one.split("train")]

    def drawn(seed: int, epoch: int, *, learned: bool = True) -> np.ndarray:
        one.recipe = changed(one.recipe, seed=seed, backbone=Tiny())
        rows = one.rows(planned, None, learned=learned)
        return rows.pixels(range(len(rows)), epoch)

    plain = np.stack([one.line.pictures_at(one.recipe.side)(sample).image for sample, _ in planned])
    assert np.array_equal(drawn(0, 0), plain) and np.array_equal(drawn(5, 0), plain)
    assert np.array_equal(drawn(5, 1), drawn(5, 1))
    assert not np.array_equal(drawn(0, 1), drawn(5, 1))
    assert not np.array_equal(drawn(5, 1), drawn(5, 2))
    assert np.array_equal(drawn(5, 3, learned=False), plain)


def test_rows_are_steady_where_no_epoch_shows_another_picture(recipe, candidate, changed, small):
    """Those that are judged, and all where there is no augmenter."""
    one = candidate(changed(recipe, augmenters=(small["Brighter"](),)))
    planned = [(sample, 0) for sample in one.split("train")]

    varied = one.rows(planned, one.encoder, learned=True)
    judged = one.rows(planned, one.encoder, learned=False)
    one.recipe = changed(one.recipe, augmenters=())

    assert (varied.steady, judged.steady) == (False, True)
    assert one.rows(planned, one.encoder, learned=True).steady
