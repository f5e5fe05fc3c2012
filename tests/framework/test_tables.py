"""Samples and predictions as tables for people, and exactly."""

from __future__ import annotations

import json
import os
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.data import Region, Sample
from imgfw.escapes import as_json
from imgfw.outcome import Predictions
from imgfw.tables import (
    COLUMNS,
    prediction_arrays,
    prediction_header,
    prediction_rows,
    predictions_of,
    region_of,
    region_record,
    sample_header,
    sample_of,
    sample_record,
    sample_row,
)
from imgfw.targets import Target, truth

TARGETS = {
    "class": Target("class", labels=("-", "x|y", "")),
    "tags": Target("tags", "multi-label", ("p", "q|r", "-")),
    "score": Target("score", "number"),
}
NAMES = st.text(max_size=9) | st.binary(max_size=5).map(os.fsdecode)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
FACTS = st.dictionaries(
    NAMES, st.none() | st.booleans() | st.integers() | NUMBERS | NAMES | st.lists(NUMBERS)
)


@st.composite
def samples(draw) -> Sample:
    """Any sample with any of its fields."""
    edges = draw(st.none() | st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS))
    region = draw(st.none() | st.builds(Region, st.just(edges), st.none(), FACTS))
    labels = st.one_of(st.lists(NAMES, max_size=3).map(tuple), NUMBERS)
    return Sample(
        uri=draw(NAMES),
        source=draw(st.integers(0, 3)),
        stamp=draw(NAMES),
        digest=draw(NAMES),
        region=region,
        number=draw(st.integers(0, 3)),
        labels=draw(st.dictionaries(NAMES, labels, max_size=3)),
        group=draw(NAMES),
        split=draw(NAMES),
        facts=draw(FACTS),
        left_out=draw(NAMES),
        copies=draw(st.lists(NAMES, max_size=3).map(tuple)),
    )


@given(samples())
def test_a_sample_reads_back_as_it_was(sample: Sample):
    """Every field to the bit, whatever names and labels are called, odd bytes too."""
    again = sample_of(json.loads(as_json(sample_record(sample)).encode("utf-8")))

    assert again == sample
    assert set(sample_record(sample)) == {field.name for field in fields(Sample)}


@pytest.mark.parametrize(
    ("labels", "cells"),
    [
        ({}, ["", "", ""]),
        ({"class": ("-",), "tags": (), "score": 0.1}, ["-", "-", "0.1"]),
        ({"class": ("x|y",), "tags": ("p", "q|r")}, ["x|y", "p|q|r", ""]),
        ({"tags": ("p",), "tags:unknown": ("-",)}, ["", "p|?-", ""]),
        ({"tags": (), "tags:unknown": ("p", "-")}, ["", "?p|?-", ""]),
    ],
)
def test_a_row_tells_people_what_they_look_for(labels, cells):
    """Labels stand last; the record, not the row, is what a run is opened from."""
    sample = Sample(
        "a.jpg", 1, digest="d", number=2, labels=labels, group="g", split="val",
        facts={"width": 4, "height": 5}, left_out="why", copies=("b", "c"),
    )  # fmt: skip

    row = sample_row(sample, TARGETS)

    assert row == ["d#2", "a.jpg", 1, "d", 2, "g", "val", 4, 5, "why", "b|c", *cells]
    assert sample_header(TARGETS)[-3:] == list(TARGETS) and len(sample_header(TARGETS)) == len(row)


def test_no_column_is_told_twice():
    """What stands beside the targets is reserved."""
    for header in (sample_header(TARGETS), prediction_header(TARGETS)):
        assert len(set(header)) == len(header)
        assert {name for name in header if ":" not in name} - COLUMNS == set(TARGETS)


def test_a_region_reads_back_to_the_bit():
    """Box, landmarks and facts come back from JSON exactly."""
    points = np.random.default_rng(0).normal(0, 100, (5, 2)).astype(np.float32)
    sample = Sample("a", digest="d", region=Region((0.1, 0.2, 3, 4), points, {"score": 0.1, "pose": [1, 2]}))

    record = json.loads(json.dumps(region_record(sample)))
    again = region_of(record)

    assert record["id"] == "d"
    assert (again.box, again.facts) == (sample.region.box, sample.region.facts)
    assert np.array_equal(again.landmarks, points)
    assert again.landmarks.dtype == np.float32
    whole = sample_of(json.loads(json.dumps(sample_record(sample)))).region
    assert whole.facts == again.facts and np.array_equal(whole.landmarks, points)


def test_a_region_kept_before_there_were_facts_has_none():
    """Older records are read."""
    assert region_of({"id": "d", "box": None, "landmarks": None}) == Region()


def predicted(seed: int) -> tuple[tuple[Sample, ...], Predictions]:
    """Five samples, and what was predicted for three of them in another order."""
    rng = np.random.default_rng(seed)
    labels = [{}, {"class": ("",), "tags": ("q|r",), "score": 2.5}, {"tags": ()}, {"class": ("-",)}, {}]
    every = tuple(Sample(str(i), digest=str(i), labels=given) for i, given in enumerate(labels))
    chosen = every[3:0:-1]
    found = Predictions(
        chosen,
        {name: truth(target, [s.labels for s in chosen]) for name, target in TARGETS.items()},
        {name: rng.random((3, target.width), np.float32) for name, target in TARGETS.items()},
        {
            "class": rng.integers(-1, 3, 3),
            "tags": rng.random((3, 3)) > 0.5,
            "score": rng.normal(size=3).astype(np.float32),
        },
        {"class": rng.random((3, 3)) > 0.5},
    )
    return every, found


@given(st.integers(0, 2**31))
def test_predictions_come_back_to_the_bit(seed: int):
    """Whatever labels are called: probabilities, values, decisions, truth and samples, per split."""
    every, before = predicted(seed)
    none = before.take([])

    arrays = prediction_arrays({"val": none, "test": before}, every)
    found = predictions_of(arrays, every, TARGETS)

    assert list(found) == ["val", "test"]
    for after, same in ((found["val"], none), (found["test"], before)):
        assert after.samples == same.samples
        for field in ("probabilities", "decided", "truth"):
            for name in TARGETS:
                one, other = getattr(after, field)[name], getattr(same, field)[name]
                assert one.dtype == other.dtype and np.array_equal(one, other, equal_nan=field == "truth")
        assert list(after.sets) == ["class"] and after.sets["class"].dtype == bool
        assert np.array_equal(after.sets["class"], same.sets["class"])


def test_a_set_stands_behind_the_decision():
    """In a column of its own, where a target has sets; an empty set is an empty cell."""
    targets = {"kind": Target("kind", labels=("a", "b")), "score": Target("score", "number")}
    samples = tuple(Sample(str(i), digest=str(i), labels={"kind": ("a",)}) for i in range(2))
    given = Predictions(
        samples,
        {},
        {"kind": np.float32([[0.5, 0.5], [0.75, 0.25]]), "score": np.float32([[1], [2]])},
        {"kind": np.array([0, -1]), "score": np.float32([1, 2])},
        {"kind": np.array([[True, True], [False, False]])},
    )

    rows = list(prediction_rows("val", given, targets))

    assert prediction_header(targets, [given.take([]), given])[3:] == [
        "kind:truth", "kind", "kind:set", "kind:a", "kind:b", "score:truth", "score", "score:value",
    ]  # fmt: skip
    assert [row[3:8] for row in rows] == [["a", "a", "a|b", "0.5", "0.5"], ["a", "", "", "0.75", "0.25"]]
    assert "kind:set" not in prediction_header(targets)


def test_a_sample_that_was_left_out_is_not_taken_for_another():
    """Places are those of usable samples, also where one without content has the same empty id."""
    every, before = predicted(0)
    lost = Sample("lost", left_out="broken"), Sample("copy", digest="2", left_out="why")

    arrays = prediction_arrays({"test": before}, (*lost, *every, *lost))

    assert arrays["test/samples"].tolist() == [5, 4, 3]


def test_rows_of_predictions_are_made_one_by_one():
    """Nothing is held for all of them: a row is there before the next is asked for."""
    _, before = predicted(3)

    rows = prediction_rows("test", before, TARGETS)
    row = dict(zip(prediction_header(TARGETS, [before]), next(rows), strict=True))

    assert (row["id"], row["split"], row["class:truth"]) == ("3", "test", "-")
    assert np.float32(row["tags:q|r"]) == before.probabilities["tags"][0, 1]
    assert len(list(rows)) == 2


def test_the_columns_of_predictions():
    """Per target: truth, decision, and a probability a label or the value."""
    plain = {**TARGETS, "class": Target("class", labels=("x", "y"))}

    assert prediction_header(plain) == [
        "id", "uri", "split",
        "class:truth", "class", "class:x", "class:y",
        "tags:truth", "tags", "tags:p", "tags:q|r", "tags:-",
        "score:truth", "score", "score:value",
    ]  # fmt: skip
