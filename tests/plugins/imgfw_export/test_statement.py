"""What must be done before the model and behind it."""

from __future__ import annotations

import json

import pytest

from imgfw_export.statement import in_words, statement


def test_it_tells_everything_from_bytes_to_labels(bundle):
    """As plain JSON."""
    told = json.loads(json.dumps(statement(bundle, "onnx")))

    assert told["model"]["shape"] == [1, 24, 24, 3]
    assert told["model"]["outputs"] == ["features", "target/colour", "target/tags", "target/grade"]
    assert told["picture"].items() >= {
        "side": 320, "filter": "bicubic", "channels": "RGB", "low": 0, "high": 255
    }.items()  # fmt: skip
    assert told["picture"]["resize"].items() >= {"width": 24, "height": 24, "filter": "bicubic"}.items()
    colour, tags, grade = told["targets"]
    assert (colour["labels"], colour["unknown"], colour["sets"]) == (["blue", "green", "red"], 0.4, 0.2)
    assert (tags["type"], tags["thresholds"], grade["type"]) == ("multi-label", [0.5, None], "ordinal")


@pytest.mark.parametrize(("side", "said"), [(320, "reduced to 320"), (None, "keeps its size")])
def test_the_same_is_said_in_words(bundle, side, said):
    """For whoever writes the steps in another language."""
    told = statement(bundle, "litert")
    told["picture"]["side"] = side

    text = in_words(told)

    for each in ("model.tflite", "upright", "over white", said, "24 x 24", "bicubic", "RGB", "from 0 to 255"):
        assert each in text
    assert 'target/tags: probabilities of "tags", each may hold: dark, plain' in text
    assert "{" not in text


def test_a_number_is_told_as_one(bundle):
    """And of many labels the first."""
    told = statement(bundle, "onnx")
    told["targets"][0] |= {"type": "number", "labels": []}
    told["targets"][1]["labels"] = [f"label {n}" for n in range(30)]

    text = in_words(told)

    assert 'target/colour: the number "colour"' in text
    assert "label 19, ..." in text and "label 20" not in text
