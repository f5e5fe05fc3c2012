"""A candidate from survey to scores: right, kept, and made again only where something changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw.line.attempt import attempted
from imgfw.line.shared import parted, surveyed
from imgfw.recipe.tables import AugmentTable
from imgfw.runfolder import StageRecord


def test_a_candidate_learns_and_is_judged_on_val(recipe, walk):
    """Red and blue are told apart; figures, samples and bundle belong together."""
    attempt, result, _ = walk(recipe)

    assert attempt.figure == 1.0
    assert result.document["scores"]["colour"]["test"]["share"]["value"] == 1.0
    assert [s.split for s in attempt.samples].count("test") == 12
    assert attempt.bundle.targets["colour"].labels == ("blue", "red")


def test_a_second_walk_makes_nothing(recipe, walk):
    """Everything is reused, and the predictions are the same to the bit."""
    _, first, made = walk(recipe)
    _, second, again = walk(recipe)

    assert made["survey"] == 60 and made["fit"] == 36 and made["evaluate"] == 24
    assert set(again.values()) == {0}
    one, two = (r.predictions["test"].probabilities["colour"] for r in (first, second))
    assert np.array_equal(one, two)


@pytest.mark.parametrize("kind", ["transform", "fit", "decide", "evaluate"])
def test_what_is_damaged_is_made_again(recipe, walk, changed, small, tmp_path, kind):
    """Every file of a kind cut to half its size: that stage does its work again, with the same result."""
    learning = changed(recipe, transforms=(small["LessMean"](),))
    _, first, _ = walk(learning)
    files = [path for path in (tmp_path / "store" / kind).rglob("*") if path.is_file()]
    for path in files:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    _, second, made = walk(learning)

    assert files
    assert kind == "transform" or made[kind] > 0
    assert {stage for stage, count in made.items() if count} <= {kind}
    one, two = (r.predictions["test"].probabilities["colour"] for r in (first, second))
    assert np.array_equal(one, two)


def test_rows_are_made_during_the_survey(recipe, walk):
    """Where nothing learns before the encoder, a picture is read once for everything."""
    _, _, made = walk(recipe)

    assert made["survey"] == 60
    assert made["encode"] == 0


def test_another_head_encodes_nothing(recipe, walk, changed, small):
    """Only fit and what follows is done again."""
    walk(recipe)

    head = small["Means"](name="other", targets=("colour",))
    _, _, made = walk(changed(recipe, heads=(head,)))

    assert (made["survey"], made["encode"], made["augment"]) == (0, 0, 0)
    assert made["fit"] == 36


def test_another_augmenter_makes_only_augmented_rows(recipe, walk, changed, small):
    """The rows of the pictures themselves are shared by all augmenters."""
    varied = changed(recipe, augment=AugmentTable(per_sample=3), augmenters=(small["Brighter"](by=5),))
    _, _, first = walk(varied)

    _, _, second = walk(changed(varied, augmenters=(small["Brighter"](by=6),)))

    assert first["augment"] == second["augment"] == 36 * 2
    assert second["survey"] == second["encode"] == 0


def test_more_pictures_encode_only_these(recipe, walk, changed, small):
    """Ten new samples are ten new rows."""
    walk(recipe)

    _, _, made = walk(changed(recipe, sources=(small["Colours"](count=70),)))

    assert made["survey"] == 10


def test_a_transform_that_learns_sees_train_only(recipe, walk, changed, small):
    """Other val and test pictures leave what it learned as it was."""
    learning = changed(recipe, transforms=(small["LessMean"](),))

    attempt, _, made = walk(learning)

    mean = attempt.bundle.encoder.transforms[0].fitted.mean
    shades = [int(s.uri) for s in attempt.samples if s.split == "train"]
    assert mean[1] == pytest.approx(np.mean(shades))
    assert made["encode"] == 60


def test_a_sample_that_cannot_be_encoded_is_left_out(recipe, walk, changed, small):
    """It has a reason, is in no split, and the rest goes on."""
    refusing = changed(recipe, sources=(small["Colours"](count=80),), transforms=(small["Darker"](),))

    attempt, result, _ = walk(refusing)

    left_out = [s for s in attempt.samples if s.left_out]
    assert [(s.uri, s.left_out, s.split) for s in left_out] == [("066", "66 is too green", "")]
    assert sum(len(p.samples) for p in result.predictions.values()) + 48 >= 79


@pytest.mark.parametrize("workers", [1, 4])
def test_the_number_of_workers_changes_nothing(recipe, walk, changed, small, workers):
    """One and four workers give the predictions of two, to the bit."""
    varied = changed(recipe, augment=AugmentTable(per_sample=3), augmenters=(small["Brighter"](),))
    _, wanted, _ = walk(varied)

    _, found, _ = walk(changed(varied, seed=0), workers=workers)

    one, two = (r.predictions["test"].probabilities["colour"] for r in (wanted, found))
    assert np.array_equal(one, two)


@pytest.mark.parametrize(("wrong", "figure"), [("test", 1.0), ("val", 0.0)])
def test_a_candidate_is_judged_on_val_alone(recipe, lay, wrong, figure):
    """With the labels of test exchanged it is as good as before; with those of val it is as bad as can be."""
    other = {"red": "blue", "blue": "red"}
    line = lay(recipe)
    samples, targets = surveyed(line, StageRecord("survey"))
    samples, _ = parted(line, samples, StageRecord("split"))
    samples = [
        replace(s, labels={"colour": (other[s.labels["colour"][0]],)}) if s.split == wrong else s
        for s in samples
    ]

    attempt = attempted(line, "first", recipe, samples, targets)

    assert attempt.figure == attempt.val == figure


def test_what_a_cleaner_drops_is_not_learned_from(recipe, walk, changed, small):
    """The means that the head learned are those of the training samples that are left."""
    cleaned = changed(recipe, cleaners=tuple(small["Green"](shade=shade) for shade in range(0, 60, 7)))
    _, _, before = walk(recipe)

    attempt, _, made = walk(cleaned)

    train = [s for s in attempt.samples if s.split == "train"]
    dropped = {finding.id for finding in attempt.findings}
    kept = [int(s.uri) for s in train if s.id not in dropped]
    assert dropped and kept and len(dropped) + len(kept) == len(train) == before["fit"]
    assert made["fit"] == len(kept)
    means = attempt.bundle.heads["colour"].fitted.means
    assert means[1, 1] == pytest.approx(np.mean([shade for shade in kept if shade % 2]))
