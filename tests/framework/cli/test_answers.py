"""Answers as files and as lines for people."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from imgfw import record_of
from imgfw.answer import Answer, Evidence
from imgfw.bundle import Bundle
from imgfw.cli.answers import as_document, as_lines, as_table, line
from imgfw.cli.output import print_json
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


def test_evidence_is_told_where_there_is_some(bundle: Bundle, answer: Answer):
    """The nearest one, for people."""
    near = (Evidence("a", "a/1.jpg", 0.75, "examples/0/000003.jpg"), Evidence("c", "c.jpg", 0.5, "x.jpg"))

    told = line(bundle, replace(answer, evidence={"kind": near}))

    assert "; like a/1.jpg 0.75)" in told and "c.jpg" not in told


def test_files_say_the_same(bundle: Bundle, answer: Answer, tmp_path):
    """Lines and columns, with one for the set; what is left out has empty cells."""
    with as_lines(tmp_path / "a.jsonl", bundle) as lines, as_table(tmp_path / "a.csv", bundle) as table:
        for each in (answer, Answer("q.jpg", left_out="broken")):
            lines(each)
            table(each)

    records = [json.loads(text) for text in (tmp_path / "a.jsonl").read_text().splitlines()]
    first, second = csv.DictReader((tmp_path / "a.csv").read_text().splitlines())
    assert records[0] == record_of(bundle, answer) and records[1]["left_out"] == "broken"
    assert (first["kind"], first["kind:set"], first["kind:b,"], first["tags"]) == ("", "a|b,", "0.25", "x")
    assert list(first) == [
        "file", "region", "left_out", "kind", "kind:set", "kind:a", "kind:b,", "kind:c",
        "tags", "tags:x", "tags:y", "age", "age:value",
    ]  # fmt: skip
    assert second["left_out"] == "broken" and second["kind:set"] == second["age:value"] == ""


def test_people_see_what_else_it_may_be(bundle: Bundle, answer: Answer):
    """The decision, the likeliest labels, and the set."""
    told = line(bundle, answer)

    assert told == (
        "p.jpg  kind: none (a 0.375, b, 0.250, c 0.125; set {a, b,}); tags: x (y 1.000, x 0.500); age 0.1"
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_document_is_as_if_it_had_been_printed_at_once(bundle: Bundle, answer: Answer, count: int, capsys):
    """To the letter, odd names included; nothing is printed before the end."""
    given = [replace(answer, uri=f"p{number}\udce9é.jpg") for number in range(count)]
    with as_document(bundle) as take:
        for each in given:
            take(each)
        assert capsys.readouterr().out == ""
    found = capsys.readouterr().out

    print_json({"format": 1, "answers": [record_of(bundle, each) for each in given]})

    assert found == capsys.readouterr().out


def test_what_ends_the_work_prints_no_document(bundle: Bundle, answer: Answer, capsys):
    """Half a document helps nobody."""
    with pytest.raises(RuntimeError), as_document(bundle) as take:
        take(answer)
        raise RuntimeError

    assert capsys.readouterr().out == ""
