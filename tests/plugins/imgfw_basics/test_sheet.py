"""Tables as they were read."""

from __future__ import annotations

import pytest

from imgfw import CallError
from imgfw_basics.sheet import Sheet, with_rows

SHEET = Sheet("t.csv", ("a", "b"), (2, 5), (("1", "x"), ("2", None)))


def test_columns_are_read_by_name():
    """What is not there is not given in any row."""
    assert list(SHEET.column("b")) == ["x", None]
    assert list(SHEET.column("c")) == [None, None]


def test_rows_know_where_they_stand():
    """In the line of a text, or by their number."""
    assert SHEET.at(1) == "t.csv:5"
    assert Sheet("t.parquet", ("a",), (1,), (("x",),), mark=": row ").at(0) == "t.parquet: row 1"


def test_a_table_without_rows_is_an_error():
    """It is named."""
    assert with_rows(SHEET) is SHEET
    with pytest.raises(CallError, match=r"t\.csv: the table has no rows"):
        with_rows(Sheet("t.csv", ("a",), (), ()))
