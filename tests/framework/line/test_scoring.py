"""Scores of a bundle: kept, and proved when reused."""

from __future__ import annotations

import json

import numpy as np


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


def test_without_val_and_test_there_are_no_scores(recipe, walk, changed):
    """Everything may be trained on; then nothing is scored, and nothing fails."""
    everything = changed(
        recipe, split=recipe.split.model_copy(update={"train": 1.0, "val": 0.0, "test": 0.0})
    )

    attempt, result, _ = walk(everything)

    assert attempt.figure == float("-inf")
    assert result.document["scores"] == {"colour": {}}
    assert all(not predictions.samples for predictions in result.predictions.values())
