"""Tables as separated values."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_basics.csv_sheet import csv_sheet


def read(text: str, delimiter: str | None = None) -> tuple:
    """The columns and rows of a text."""
    sheet = csv_sheet(text.encode(), "t.csv", delimiter)
    return sheet.columns, sheet.rows


def told(text: str, delimiter: str | None = None) -> str:
    """The error that a text gives."""
    with pytest.raises(CallError) as error:
        csv_sheet(text.encode(), "t.csv", delimiter)
    return str(error.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_separator_is_told_by_the_first_line(delimiter, end):
    """Whatever stands in the rows, and however lines end."""
    text = end.join([delimiter.join(("file", "label")), delimiter.join(("a.jpg", '"x,;\ty"')), ""])

    assert read(text) == (("file", "label"), (("a.jpg", "x,;\ty"),))


def test_a_separator_may_be_named():
    """Where the first line leaves it open, that is asked for."""
    assert read("file,a;b\n1,2;3\n", ";") == (("file,a", "b"), (("1,2", "3"),))
    assert "t.csv:1: commas or semicolons may divide" in told("file,a;b\n1,2;3\n")


def test_a_single_column_is_a_table():
    """Who needs more says so."""
    assert read("file\na.jpg\n") == (("file",), (("a.jpg",),))


def test_lines_are_those_of_the_file():
    """Also behind cells with line ends and empty lines."""
    sheet = csv_sheet(b'file,text\n\na.jpg,"one\ntwo\n"\n\nb.jpg,"say ""x"""\n', "t.csv")

    assert sheet.lines == (3, 7)
    assert sheet.rows == (("a.jpg", "one\ntwo\n"), ("b.jpg", 'say "x"'))


def test_columns_without_a_name_are_left_out():
    """pandas writes one."""
    assert read(",file,label\n0,a.jpg,x\n") == (("file", "label"), (("a.jpg", "x"),))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "t.csv: expected a first line with the names of the columns"),
        ("\n\n", "t.csv: expected a first line"),
        ("file,label\n", "t.csv: the table has no rows"),
        ("file,label\na.jpg\n", "t.csv:2: expected 2 cells as in the first line, got 1"),
        ("file,label\na.jpg,x\n\nb.jpg,x,y\n", "t.csv:4: expected 2 cells as in the first line, got 3"),
        ('file,label\na.jpg,"x\nb.jpg,y\n', "t.csv:2: expected cells, quoted or not: unexpected end of data"),
        ('file,label\na.jpg,"x"y\n', "t.csv:2: expected cells, quoted or not"),
        ("\nfile, label ,label\n1,2,3\n", 't.csv:2: the column "label" stands there more than once'),
        ("file,label\na.jpg," + "x" * 200_000 + "\n", "t.csv:2: expected cells, quoted or not: field larger"),
    ],
    ids=["empty", "blank", "no rows", "short", "long", "open quote", "odd quote", "twice", "huge"],
)
def test_what_is_no_table_is_an_error_with_its_line(text, error):
    """The line in which the row begins."""
    assert told(text).startswith(error)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_what_the_csv_library_wrote_is_read_back(rows, delimiter):
    """Any cells, for any separator."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("file", "label"), *rows])

    assert read(text.getvalue(), delimiter) == (("file", "label"), tuple(rows))
