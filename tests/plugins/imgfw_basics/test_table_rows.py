"""Rows as pictures with labels."""

from __future__ import annotations

from typing import Any

import pytest

from imgfw import CallError
from imgfw_basics.columns import Columns
from imgfw_basics.sheet import Sheet
from imgfw_basics.sheets import Part
from imgfw_basics.table_rows import Row, rows_of


def part(*rows: tuple[Any, ...], folder: str = "", split: str = "") -> Part:
    """A table with the columns file, label, tags, score, split and group."""
    cells = tuple((*row, *[None] * (6 - len(row))) for row in rows)
    lines = tuple(range(2, 2 + len(cells)))
    names = ("file", "label", "tags", "score", "split", "group")
    return Part(Sheet(f"{folder}t.csv", names, lines, cells), folder, split)


def columns(**given: Any) -> Columns:
    """What these columns are for."""
    types = {"label": "classes", "tags": "multi-label", "score": "number"}
    return Columns(
        **{"file": "file", "split": "split", "group": "group", "targets": (*types,), "types": types, **given}
    )


def read(*parts: Part, below: bool = True, **given: Any) -> list[Row]:
    """The rows."""
    return rows_of(parts, columns(**given), "|", below=below)


def told(*parts: Part, **given: Any) -> str:
    """The error."""
    with pytest.raises(CallError) as error:
        read(*parts, **given)
    return str(error.value)


def test_rows_are_sorted_by_file_and_know_their_line():
    """Part by part of the name."""
    rows = read(part(("b/1.jpg",), ("a b.jpg",), ("a/2.jpg",)))

    assert [(row.uri, row.at) for row in rows] == [
        ("a/2.jpg", "t.csv:4"),
        ("a b.jpg", "t.csv:3"),
        ("b/1.jpg", "t.csv:2"),
    ]


def test_a_row_has_what_its_cells_say():
    """Labels, numbers, split and group; what is unknown is absent."""
    full, empty, bare = read(
        part(("1", "x", "a|b", "4.5", " Validation ", 7), ("2", "", "", "", "", ""), ("3",))
    )

    assert full == Row("1", "t.csv:2", {"label": ("x",), "tags": ("a", "b"), "score": 4.5}, "val", "7")
    assert empty == Row("2", "t.csv:3", {"tags": ()}, "", "")
    assert bare == Row("3", "t.csv:4", {}, "", "")


def test_splits_of_other_names_stay_as_they_are():
    """The recipe may rename them."""
    (row,) = read(part(("1", "x", "", "", "fold-3")))

    assert row.split == "fold-3"


@pytest.mark.parametrize(
    ("file", "below", "uri"),
    [
        ("1.jpg", True, "train/1.jpg"),
        ("1.jpg", False, "1.jpg"),
        ("./x//1.jpg", True, "train/x/1.jpg"),
        ("../1.jpg", True, "1.jpg"),
        ("../1.jpg", False, "../1.jpg"),
        ("/photos/1.jpg", True, "/photos/1.jpg"),
        (" 1.jpg ", False, "1.jpg"),
        (17, False, "17"),
    ],
)
def test_files_are_named_from_the_folder_of_their_table_or_from_a_root(file, below, uri):
    """In their shortest form."""
    (row,) = read(part((file,), folder="train/"), below=below)

    assert row.uri == uri


def test_the_folder_of_a_table_says_the_split():
    """Of every row; a column that says it as well is not clear."""
    rows = read(
        part(("1",), folder="train/", split="train"), part(("1",), folder="test/", split="test"), split=""
    )

    assert [(row.uri, row.split) for row in rows] == [("test/1", "test"), ("train/1", "train")]
    assert 'train/ says the split, and so does the column "split"; say split = ""' in told(
        part(("1",), folder="train/", split="train")
    )


def test_a_file_in_two_rows_is_an_error():
    """In one table or in two, however it is written."""
    twice = told(part(("1.jpg", "x"), ("2.jpg", "x"), ("./1.jpg", "y")))
    tables = told(part(("1.jpg",)), part(("1.jpg",), folder="train/"), below=False)

    assert twice.startswith("t.csv:4: the file 1.jpg stands in t.csv:2 already; expected one row a picture")
    assert "a|b" in twice
    assert tables.startswith("train/t.csv:2: the file 1.jpg stands in t.csv:2 already")


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (("",), 't.csv:3: expected a file, the column "file" is empty'),
        ((None,), 't.csv:3: expected a file, the column "file" is empty'),
        (({"bytes": "x"},), 't.csv:3: expected a text in the column "file", got {'),
        (("1", "x", "", "nan"), 't.csv:3: column "score": expected a number such as 4.5, got "nan"'),
        (("1", ["x"]), 't.csv:3: column "label": expected a label, got '),
        (("1", "x", [["y"]]), 't.csv:3: column "tags": expected a label, got '),
        (("1", "x", "", "1", ["train"]), 't.csv:3: expected a text in the column "split", got '),
        (("1", "x", "", "1", "", True), 't.csv:3: expected a text in the column "group", got True'),
    ],
    ids=lambda each: str(each)[:24],
)
def test_a_cell_that_cannot_be_meant_is_an_error_with_its_line(row, error):
    """And with its column and what stands there."""
    assert told(part(("0.jpg", "x"), row)).startswith(error)


def test_a_column_that_one_of_the_tables_lacks_is_unknown_there():
    """It is not taken for an empty cell."""
    short = Part(Sheet("s.csv", ("file",), (2,), (("2",),)))

    assert [row.labels for row in read(part(("1", "x", "")), short)] == [{"label": ("x",), "tags": ()}, {}]
