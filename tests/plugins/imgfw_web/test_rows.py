"""Tables that rows are added to."""

from __future__ import annotations

import csv
import errno
import resource

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_web.rows import Table

COLUMNS = ("a", "b")


@pytest.fixture
def table(tmp_path):
    """One that is not there yet."""
    return Table(tmp_path / "table.csv", COLUMNS)


def test_rows_come_back_in_their_order(table):
    """Commas, quotes and line breaks do no harm; each row is one line."""
    assert table.read() == []

    table.add({"a": 'say "x", y', "b": "two\r\nlines"})
    table.add({"a": "Zoë 猫", "b": ""})

    assert table.read() == [{"a": 'say "x", y', "b": "two lines"}, {"a": "Zoë 猫", "b": ""}]
    assert len(table.path.read_text("utf-8").splitlines()) == 3
    with table.path.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["a", "b"]


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5), st.data())
def test_a_table_that_was_cut_off_anywhere_keeps_its_whole_rows(tmp_path_factory, rows, data):
    """For any texts and any place; then it goes on where it stopped."""
    table = Table(tmp_path_factory.mktemp("rows") / "table.csv", COLUMNS)
    for a, b in rows:
        table.add({"a": a, "b": b})
    whole = table.read()
    content = table.path.read_bytes() if rows else b""
    cut = data.draw(st.integers(0, len(content)))
    table.path.write_bytes(content[:cut])

    kept = table.read()
    table.mend()
    table.add({"a": "next", "b": "row"})

    assert kept == whole[: max(0, content[:cut].count(b"\n") - 1)]
    assert table.read() == [*kept, {"a": "next", "b": "row"}]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", " =1", "\t=1", '=HYPERLINK("https://x")'])
def test_what_a_spreadsheet_would_compute_is_a_text(table, text):
    """An apostrophe stands before it."""
    table.add({"a": text, "b": "a=1"})

    assert table.read() == [{"a": f"'{text.strip()}", "b": "a=1"}]


def test_a_text_that_cannot_be_written_is_written_without_the_odd_part(table):
    """Half a character."""
    table.add({"a": "x\ud800", "b": ""})

    assert table.read() == [{"a": "x?", "b": ""}]


def test_a_table_from_a_spreadsheet_is_read(table):
    """With the mark that some programs write in front, and their line ends."""
    table.path.write_bytes("\ufeffa,b\r\nx,y\r\n".encode())

    assert table.read() == [{"a": "x", "b": "y"}]


def test_a_row_of_another_width_is_passed_over(table):
    """It cannot be told what it says."""
    table.path.write_text("a,b\nx\nx,y\nx,y,z\n")

    assert table.read() == [{"a": "x", "b": "y"}]


@pytest.mark.parametrize("content", ["name,size\nx,1\n", "b,a\n1,2\n", "a;b\n", "\n"])
def test_another_table_is_refused(table, content):
    """It says what was expected and what came; nothing is changed."""
    table.path.write_text(content)

    with pytest.raises(CallError, match="expected the columns a,b, got"):
        table.read()
    assert table.path.read_text() == content


def test_a_table_in_another_encoding_is_refused(table):
    """With what to do."""
    table.path.write_bytes("a,b\nü,y\n".encode("latin-1"))

    with pytest.raises(CallError, match="is not UTF-8"):
        table.read()


def test_a_row_that_does_not_fit_on_the_disk_leaves_nothing(table, monkeypatch):
    """Nor does one that cannot be brought down to it."""
    table.add({"a": "x", "b": "y"})
    before = table.path.read_bytes()

    def full(fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(OSError, match="No space left"):
        table.add({"a": "p", "b": "q"})
    assert table.path.read_bytes() == before
    monkeypatch.undo()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 2, hard))
    try:
        with pytest.raises(OSError, match="No space left"):
            table.add({"a": "p", "b": "q"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert table.path.read_bytes() == before


def test_mending_a_whole_table_changes_nothing(table):
    """One that is not there, neither."""
    table.mend()
    assert not table.path.exists()
    table.add({"a": "x", "b": "y"})
    before = table.path.read_bytes()

    table.mend()

    assert table.path.read_bytes() == before
