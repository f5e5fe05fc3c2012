"""A candidate at work: rows, plans, pixels."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import ClassVar, Literal

import numpy as np
import pytest

from imgfw import Finding, NeuralBackbone, Transform
from imgfw.line.candidate import Candidate
from imgfw.line.shared import parted, surveyed
from imgfw.parts import Part
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


def leaving(base):
    """A backbone that leaves the greens of the pictures it is shown to the training pictures."""

    class Leaving(base):
        """Notes what it is shown."""

        use: Literal["leaving"] = "leaving"
        greens: tuple[int, ...] | None = None

        @property
        def settled(self) -> bool:
            """Whether it was shown any."""
            return self.greens is not None

        def settle(self, pictures):
            """The green of each, which is the number of its sample."""
            return self.model_copy(update={"greens": tuple(int(p.image[0, 0, 1]) for p in pictures)})

    return Leaving()


def from_pixels(changed, recipe, **fields):
    """The recipe with a network that is trained from pixels."""
    trainer = SimpleNamespace(needs_of=lambda backbone: {"pixels"}, teacher=None)
    head = SimpleNamespace(trainer="pixel-trainer", name="colour", targets=("colour",))
    return changed(recipe, trainer=trainer, heads=(head,), **fields)


def numbers(samples) -> list[int]:
    """The numbers of samples, in order."""
    return sorted(int(sample.uri) for sample in samples)


def test_what_a_backbone_leaves_to_train_is_settled_by_train_alone(recipe, candidate, changed, small):
    """No picture of val and test is shown to it, whether features or pixels are learned from."""
    of_features = candidate(changed(recipe, backbone=leaving(small["MeanColour"])))
    of_pixels = candidate(from_pixels(changed, recipe, backbone=leaving(Tiny)))

    for one in (of_features, of_pixels):
        assert sorted(one.recipe.backbone.greens) == numbers(one.split("train"))
        assert len(one.split("train")) == 36


class Shown:
    """A transform at work that changes nothing."""

    def __init__(self, greens) -> None:
        self.greens = greens

    def apply(self, picture):
        """As it is."""
        return picture

    def state(self):
        """What it was shown."""
        return {"greens": np.array(self.greens)}


class Watching(Transform):
    """Notes the greens of the pictures it is fitted on."""

    use: Literal["watching"] = "watching"
    fits: ClassVar[list] = []

    def fit(self, pictures):
        """The green of each, which is the number of its sample."""
        self.fits.append([int(picture.image[0, 0, 1]) for picture in pictures])
        return Shown(self.fits[-1])

    def restore(self, state):
        """As it was."""
        return Shown(state["greens"].tolist())


def test_a_transform_is_fitted_once_and_on_train_alone(recipe, candidate, changed, small, monkeypatch):
    """Where pixels are learned from: before pictures are tried, where they are drawn, and once trained."""
    find = small["find"]
    monkeypatch.setitem(
        small, "find", lambda kind, name: Watching if name == "watching" else find(kind, name)
    )
    monkeypatch.setattr(Watching, "fits", [])

    one = candidate(from_pixels(changed, recipe, backbone=Tiny(), transforms=(Watching(),)))
    one.rows([(sample, 0) for sample in one.split("val")], None, learned=True)
    trained = one.encoder_with(Part(small["MeanColour"](), small["MeanColour"]()))

    (shown,) = Watching.fits
    assert sorted(shown) == numbers(one.split("train"))
    assert trained.transforms[0].fitted.greens == shown
