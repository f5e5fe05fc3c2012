"""Answers as plain data."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from imgfw import record_of
from imgfw.answer import Answer, Evidence
from imgfw.answer_record import value_names
from imgfw.bundle import Bundle
from imgfw.decisions import Decision
from imgfw.targets import Target

TARGETS = {
    "kind": Target("kind", labels=("a", "b,", "c")),
    "tags": Target("tags", "multi-label", ("x", "y")),
    "age": Target("age", "number"),
}
DECISIONS = {"kind": Decision(unknown=0.4, sets=0.25), "tags": Decision((0.5, None)), "age": Decision()}
ROWS = {"kind": np.float32([0.375, 0.25, 0.125]), "tags": np.float32([0.5, 1]), "age": np.float32([0.1])}


@pytest.fixture
def bundle() -> Bundle:
    """A bundle that refuses and has sets; what encodes and predicts is not asked."""
    return Bundle(SimpleNamespace(), {}, TARGETS, DECISIONS)  # type: ignore[arg-type]


@pytest.fixture
def answer() -> Answer:
    """None of the kinds, but one of two; the first tag; a tenth."""
    return Answer("p.jpg", 1, ROWS, {"kind": "", "tags": "x", "age": "0.1"}, {"kind": ("a", "b,")})


def test_a_record_has_the_shape_of_its_target(bundle: Bundle, answer: Answer):
    """None for a refusal, a list of tags, a number; a set only where there are sets."""
    assert record_of(bundle, answer) == {
        "file": "p.jpg", "region": 1,
        "kind": {"decided": None, "set": ["a", "b,"], "probabilities": {"a": 0.375, "b,": 0.25, "c": 0.125}},
        "tags": {"decided": ["x"], "probabilities": {"x": 0.5, "y": 1.0}},
        "age": {"decided": 0.1, "probabilities": {"value": 0.1}},
    }  # fmt: skip


def test_evidence_is_told_where_there_is_some(bundle: Bundle, answer: Answer):
    """All of it, under its target."""
    near = (Evidence("a", "a/1.jpg", 0.75, "examples/0/000003.jpg"), Evidence("c", "c.jpg", 0.5, "x.jpg"))
    answer = replace(answer, evidence={"kind": near})

    assert record_of(bundle, answer)["kind"]["evidence"] == [
        {"label": "a", "uri": "a/1.jpg", "cosine": 0.75, "picture": "examples/0/000003.jpg"},
        {"label": "c", "uri": "c.jpg", "cosine": 0.5, "picture": "x.jpg"},
    ]
    assert "evidence" not in record_of(bundle, answer)["tags"]


def test_what_is_left_out_has_its_reason(bundle: Bundle):
    """And nothing else."""
    assert record_of(bundle, Answer("p.jpg", left_out="broken")) == {
        "file": "p.jpg", "region": 0, "left_out": "broken",
    }  # fmt: skip


def test_probabilities_read_back_to_the_same_bits(bundle: Bundle, answer: Answer):
    """In the shortest form that does."""
    values = np.float32([1 / 3, 2 / 7, 1e-9])

    told = record_of(bundle, replace(answer, probabilities={"kind": values}))["kind"]["probabilities"]

    assert np.array_equal(np.float32(list(json.loads(json.dumps(told)).values())), values)
    assert told["a"] == 0.33333334


def test_values_are_called_by_their_labels():
    """A number has one value."""
    assert value_names(TARGETS["tags"]) == ("x", "y")
    assert value_names(TARGETS["age"]) == ("value",)
