"""Tables as Parquet files."""

from __future__ import annotations

import io
import sys

import pytest

from imgfw import CallError
from imgfw_basics.parquet_sheet import parquet_sheet


@pytest.fixture
def written():
    """written(columns) -> the bytes of a Parquet file; skipped where pyarrow is not installed."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")

    def make(columns: dict) -> bytes:
        buffer = io.BytesIO()
        parquet.write_table(arrow.table(columns), buffer)
        return buffer.getvalue()

    return make


def test_rows_come_as_plain_values(written):
    """Texts, numbers, lists, and nothing where nothing is given."""
    content = written({"file": ["a", "b"], "score": [0.5, None], "tags": [["x", "y"], []]})

    sheet = parquet_sheet(content, "t.parquet")

    assert sheet.columns == ("file", "score", "tags")
    assert sheet.rows == (("a", 0.5, ["x", "y"]), ("b", None, []))
    assert sheet.at(1) == "t.parquet: row 2"


def test_a_table_without_rows_is_an_error(written):
    """As in any format."""
    with pytest.raises(CallError, match=r"t\.parquet: the table has no rows"):
        parquet_sheet(written({"file": []}), "t.parquet")


def test_other_bytes_are_an_error(written):
    """In one line, with the reason that pyarrow gives."""
    for content in (b"", b"PAR1 and no more", written({"file": ["a"]})[:-9]):
        with pytest.raises(CallError, match=r"t\.parquet: cannot be read as Parquet: ") as error:
            parquet_sheet(content, "t.parquet")
        assert "\n" not in str(error.value)


def test_without_pyarrow_the_extra_is_named(monkeypatch):
    """With another way out."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(CallError, match=r"pip install 'imgfw\[parquet\]', or save the table as CSV"):
        parquet_sheet(b"PAR1", "t.parquet")
