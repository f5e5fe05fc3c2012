"""Answers as a Parquet file: the table of `--csv`, with types."""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from imgfw import Answer, Target
from imgfw.bundle import Bundle
from imgfw.cli.answers import as_table
from imgfw.cli.parquet import GROUP, as_parquet
from imgfw.decisions import Decision
from imgfw.encoder import Encoder
from imgfw.errors import CallError
from imgfw.escapes import unescaped
from imgfw.parts import Part

TARGETS = {
    "colour": Target("colour", labels=("blue", "red")),
    "looks": Target("looks", "multi-label", ("old", "new")),
    "light": Target("light", "number"),
}
DECISIONS = {"colour": Decision(sets=0.2), "looks": Decision((0.5, 0.5)), "light": Decision()}
FOUND = {"colour": [0.1, 0.9], "looks": [0.75, 0.625], "light": [1 / 3]}
FOUND = {name: np.array(values, np.float32) for name, values in FOUND.items()}
DECIDED = {"colour": "red", "looks": "old|new", "light": str(FOUND["light"][0])}
ODD = "caf\udce9.png"


@pytest.fixture
def bundle(small) -> Bundle:
    """One that knows the targets; what it would see does not matter."""
    backbone = small["MeanColour"]()
    return Bundle(Encoder(320, (), (), Part(backbone, backbone)), {}, TARGETS, DECISIONS)


def _answers(count: int):
    for number in range(count):
        if number % 10 == 5:
            yield Answer(f"{number}.png", left_out="is cut off")
        else:
            name = ODD if number == 0 else f"{number}.png"
            yield Answer(name, number % 3, FOUND, DECIDED, {"colour": ("red",)})


def _write(to, path, bundle: Bundle, count: int) -> None:
    with to(path, bundle) as take:
        for answer in _answers(count):
            take(answer)


@pytest.mark.parametrize("count", [0, 12, GROUP + 1])
def test_it_holds_the_table_of_csv(bundle: Bundle, tmp_path, count: int):
    """The same columns and rows, however many; numbers are float32, and what is not said is null."""
    parquet = pytest.importorskip("pyarrow.parquet")
    _write(as_parquet, tmp_path / "a.parquet", bundle, count)
    _write(as_table, tmp_path / "a.csv", bundle, count)

    table = parquet.read_table(tmp_path / "a.parquet")

    rows = list(csv.reader((tmp_path / "a.csv").read_text("utf-8").splitlines()))
    assert table.column_names == rows[0]
    found = zip(*(column.to_pylist() for column in table.columns), strict=True)
    kinds = [str(kind) for kind in table.schema.types]
    for row, written in zip(found, rows[1:], strict=True):
        for value, text, kind in zip(row, written, kinds, strict=True):
            if kind == "float":
                assert (value is None) == (text == "") and np.float32(value or 0) == np.float32(text or 0)
            else:
                assert ("" if value is None else str(value)) == text
    assert kinds == ["string", "int32", "string", *["string"] * 2, *["float"] * 2, "string", *["float"] * 4]
    assert not rows[1:] or unescaped(table["file"][0].as_py()) == ODD


def test_it_is_there_when_all_answers_are(bundle: Bundle, tmp_path):
    """What ends the work leaves the file of before, and nothing beside it."""
    pytest.importorskip("pyarrow.parquet")
    (tmp_path / "a.parquet").write_text("of before")

    with pytest.raises(KeyError), as_parquet(tmp_path / "a.parquet", bundle) as take:
        take(next(_answers(1)))
        raise KeyError

    assert [path.read_text() for path in tmp_path.iterdir()] == ["of before"]


def test_a_full_disk_names_the_file(bundle: Bundle):
    """As for the other forms."""
    pytest.importorskip("pyarrow.parquet")
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")

    with pytest.raises(OSError) as raised, as_parquet(Path("/dev/full"), bundle):
        pass

    assert "/dev/full" in str(raised.value)


def test_without_pyarrow_the_extra_is_named(bundle: Bundle, tmp_path, monkeypatch):
    """Before any picture is looked at, with the other forms."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(CallError, match=r"imgfw\[parquet\].*--csv"), as_parquet(tmp_path / "a", bundle):
        pass

    assert not (tmp_path / "a").exists()
