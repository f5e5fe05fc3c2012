"""Samples and predictions as tables, and back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imgfw.data import Region, Sample
from imgfw.outcome import Predictions
from imgfw.tables import (
    prediction_header,
    prediction_rows,
    predictions_of,
    region_of,
    region_record,
    sample_header,
    sample_of,
    sample_row,
)
from imgfw.targets import Target, truth

TARGETS = {
    "class": Target("class", labels=("x", "y")),
    "tags": Target("tags", "multi-label", ("p", "q")),
    "score": Target("score", "number"),
}


def read(header, row) -> dict[str, str]:
    """A row as csv.DictReader gives it."""
    return {name: str(cell) for name, cell in zip(header, row, strict=True)}


@given(
    st.sampled_from([{}, {"class": ("x",)}, {"tags": ()}, {"tags": ("p", "q")}, {"score": 0.1}]),
    st.text(st.characters(codec="utf-8", exclude_characters="|"), max_size=9),
)
def test_a_sample_reads_back_as_it_was(labels, uri: str):
    """Everything that matters after a run comes back from samples.csv, unknown apart from none."""
    sample = Sample(
        uri, 1, digest="d", number=2, labels=labels, group="g", split="val",
        facts={"width": 4, "height": 5}, left_out="why", copies=("b", "c"),
    )  # fmt: skip

    row = read(sample_header(TARGETS), sample_row(sample, TARGETS))

    assert sample_of(row, TARGETS, None) == sample


def test_a_region_reads_back_to_the_bit():
    """Box and landmarks come back from JSON exactly."""
    points = np.random.default_rng(0).normal(0, 100, (5, 2)).astype(np.float32)
    sample = Sample("a", digest="d", region=Region((0.1, 0.2, 3, 4), points))

    again = region_of(region_record(sample))

    assert again.box == sample.region.box
    assert np.array_equal(again.landmarks, points)
    assert again.landmarks.dtype == np.float32


@given(st.integers(0, 2**31))
def test_predictions_read_back_to_the_bit(seed: int):
    """Probabilities, values and decisions of predictions.csv are those that were written."""
    rng = np.random.default_rng(seed)
    labels = [{"class": ("y",), "tags": ("p",), "score": 2.5}, {"tags": ()}, {}]
    samples = tuple(Sample(str(i), digest=str(i), labels=given) for i, given in enumerate(labels))
    before = Predictions(
        samples,
        {name: truth(target, labels) for name, target in TARGETS.items()},
        {name: rng.random((3, target.width), np.float32) for name, target in TARGETS.items()},
        {
            "class": rng.integers(-1, 2, 3),
            "tags": rng.random((3, 2)) > 0.5,
            "score": rng.normal(size=3).astype(np.float32),
        },
    )

    header = prediction_header(TARGETS)
    rows = [read(header, row) for row in prediction_rows("test", before, TARGETS)]
    after = predictions_of(rows, {sample.id: sample for sample in samples}, TARGETS)

    assert [row["split"] for row in rows] == ["test"] * 3
    for name in TARGETS:
        assert np.array_equal(after.probabilities[name], before.probabilities[name])
        assert np.array_equal(after.decided[name], before.decided[name])
        assert np.array_equal(after.truth[name], before.truth[name], equal_nan=True)


def test_the_columns_of_predictions():
    """Per target: truth, decision, and a probability a label or the value."""
    assert prediction_header(TARGETS) == [
        "id", "uri", "split",
        "class:truth", "class", "class:x", "class:y",
        "tags:truth", "tags", "tags:p", "tags:q",
        "score:truth", "score", "score:value",
    ]  # fmt: skip
