"""Scores of a bundle: kept, and proved when reused."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from imgfw.errors import RunError
from imgfw.line.attempt import attempted
from imgfw.line.scoring import scored
from imgfw.line.shared import parted, surveyed
from imgfw.parts import Part
from imgfw.runfolder import StageRecord


def test_the_document_has_scores_confusion_labels_and_baseline(recipe, walk):
    """By target and split; val is scored too."""
    _, result, _ = walk(recipe)

    document = json.loads(json.dumps(result.document))
    assert set(document["scores"]["colour"]) == {"val", "test"}
    assert document["labels"] == {"colour": ["blue", "red"]}
    assert np.array(document["confusion"]["colour"]["test"]).sum() == 12
    assert set(document["baseline"]["colour"]) == {"label", "accuracy"}


def test_scores_read_back_as_they_were_made(recipe, walk):
    """The kept document and predictions are those of the first time."""
    _, first, _ = walk(recipe)
    _, second, made = walk(recipe)

    assert made["evaluate"] == 0
    assert json.dumps(second.document) == json.dumps(first.document)
    for split, before in first.predictions.items():
        assert [s.id for s in second.predictions[split].samples] == [s.id for s in before.samples]


@pytest.mark.parametrize("apart", [0.01, float("nan")])
def test_kept_predictions_that_no_longer_hold_end_the_run(recipe, walk, tmp_path, apart):
    """One picture is predicted again; what differs by more than processors do is not told as a result."""
    walk(recipe)
    (file,) = (tmp_path / "store" / "evaluate").rglob("probabilities.npz")
    with np.load(file) as kept:
        other = {name: values + np.float32(apart) for name, values in kept.items()}
    np.savez(file, **other)

    with pytest.raises(RunError, match=r"predicts differently now than when .* was kept"):
        walk(recipe)


def test_without_val_and_test_there_are_no_scores(recipe, walk, changed):
    """Everything may be trained on; then nothing is scored, and nothing fails."""
    everything = changed(
        recipe, split=recipe.split.model_copy(update={"train": 1.0, "val": 0.0, "test": 0.0})
    )

    attempt, result, _ = walk(everything)

    assert attempt.figure == float("-inf")
    assert result.document["scores"] == {"colour": {}}
    assert all(not predictions.samples for predictions in result.predictions.values())


def test_the_bundle_of_the_run_folder_is_judged_not_the_one_in_memory(recipe, lay, small):
    """What is in memory may differ from what reads back; only the latter can be used later."""
    line = lay(recipe)
    samples, targets = surveyed(line, StageRecord("survey"))
    samples, _ = parted(line, samples, StageRecord("split"))
    attempt = attempted(line, "first", recipe, samples, targets)
    attempt.bundle.save(line.folder.path / "bundle")
    part = attempt.bundle.heads["colour"]
    swapped = part.component.restore({"means": part.fitted.means[::-1], "target": b"colour"})
    other = replace(attempt.bundle, heads={"colour": Part(part.component, swapped)})

    result = scored(line, replace(attempt, bundle=other), StageRecord("evaluate"))

    assert result.document["scores"]["colour"]["test"]["share"]["value"] == 1.0


def test_a_guess_is_the_commonest_label_of_train(recipe, lay):
    """And it is judged on test, where another label may be the commonest."""
    line = lay(recipe)
    samples, targets = surveyed(line, StageRecord("survey"))
    red = [s for s in samples if s.labels["colour"] == ("red",)]
    blue = [s for s in samples if s.labels["colour"] == ("blue",)]
    splits = {"train": red[:24] + blue[:6], "val": red[24:27] + blue[6:9], "test": red[27:] + blue[9:]}
    samples = [replace(sample, split=name) for name, some in splits.items() for sample in some]
    attempt = attempted(line, "first", recipe, samples, targets)
    attempt.bundle.save(line.folder.path / "bundle")

    found = scored(line, attempt, StageRecord("evaluate")).document["baseline"]["colour"]

    assert found == {"label": "red", "accuracy": 3 / 24}
