"""The table of a plan."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_photos.plan import Item, Plan
from imgfw_photos.plan_cells import COLUMNS
from imgfw_photos.plan_table import TABLE, check_items, read_items, write_items

PLAN = Plan(Path("/to"), (Path("/from"),))
ITEM = Item(
    '/from/a,\n"b"\udce9.jpg',
    "placed",
    7,
    1_700_000_000_123_456_789,
    "0" * 64,
    ("cat/a.jpg", "me/a.jpg"),
    labels=("cat", "me"),
    probability=0.75,
    date="2024-05-01T12:00:00",
    date_from="EXIF",
)


def test_items_are_read_as_they_were_written(tmp_path):
    """Whatever their names; and it is told how many there are of each fate."""
    items = [ITEM, Item("/from/b.mov", "other", reason="no picture"), Item("/from/c.jpg", "unsorted", 3)]

    totals = write_items(tmp_path, iter(items))

    assert list(read_items(tmp_path)) == items
    assert totals == {"placed": 1, "unsorted": 1, "duplicate": 0, "unreadable": 0, "other": 1}


NAMES = st.text(st.characters(codec=None, exclude_characters="\0"), min_size=1)


@given(NAMES, NAMES)
def test_any_name_comes_back(tmp_path_factory, name, reason):
    """Surrogates, line ends and quotes too."""
    folder = tmp_path_factory.mktemp("plan")
    item = Item(f"/{name}", "unreadable", reason=reason)

    write_items(folder, [item])

    assert list(read_items(folder)) == [item]


def test_it_says_that_it_is_utf_8(tmp_path):
    """Or a spreadsheet would show other letters, and save them."""
    write_items(tmp_path, [replace(ITEM, source="/from/caf\u00e9.jpg")])

    assert (tmp_path / TABLE).read_bytes().startswith(b"\xef\xbb\xbfsource,")


def saved(folder: Path, *, mark: bool, sign: str, ends: str, quoting: int = csv.QUOTE_MINIMAL) -> None:
    """The table as a spreadsheet saves it."""
    lines = list(csv.reader(io.StringIO((folder / TABLE).read_text("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, lineterminator=ends, quoting=quoting).writerows(lines)
    (folder / TABLE).write_bytes(out.getvalue().encode("utf-8-sig" if mark else "utf-8"))


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_what_a_spreadsheet_saves_says_the_same(tmp_path, mark, sign, ends, quoting):
    """Whatever it puts at the beginning, between cells, around them and behind lines."""
    items = [ITEM, Item("/from/c;d,e.jpg", "unsorted", 3, labels=("a|b", "=1"))]
    write_items(tmp_path, items)

    saved(tmp_path, mark=mark, sign=sign, ends=ends, quoting=quoting)

    assert list(read_items(tmp_path)) == items


def test_lines_that_were_emptied_are_taken_out(tmp_path):
    """Spreadsheets keep the cells, and editors the line."""
    items = [replace(ITEM, source=f"/from/{number}.jpg") for number in range(3)]
    write_items(tmp_path, items)
    lines = (tmp_path / TABLE).read_bytes().splitlines()
    lines[2] = b"," * (len(COLUMNS) - 1)
    (tmp_path / TABLE).write_bytes(b"\r\n".join([*lines, b"", b""]))

    found = list(read_items(tmp_path))

    assert found == [items[0], items[2]]
    assert [item.line for item in found] == [2, 4]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_told_with_its_line(tmp_path, encoding):
    """And what to save it as."""
    write_items(tmp_path, [replace(ITEM, source=f"/from/{name}.jpg") for name in ("a", "caf\u00e9", "b")])
    (tmp_path / TABLE).write_bytes((tmp_path / TABLE).read_text("utf-8-sig").encode(encoding))
    line = 3 if encoding == "cp1252" else 1

    with pytest.raises(CallError, match=rf'plan\.csv, line {line}: .*save it as "CSV UTF-8"'):
        list(read_items(tmp_path))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n", "line 1: expected the columns"),
        (",".join(COLUMNS) + "\na,b\n", "line 2: expected 12 cells, got 2"),
    ],
)
def test_another_table_is_told(tmp_path, text, told):
    """With what was expected."""
    (tmp_path / TABLE).write_text(text)

    with pytest.raises(CallError, match=told):
        list(read_items(tmp_path))


def test_a_table_that_is_gone_is_told(tmp_path):
    """Once it is read."""
    with pytest.raises(CallError, match="is missing; make the plan again"):
        list(read_items(tmp_path))


def placed(source: str, *places: str, follows: str = "") -> Item:
    """A file of the plan."""
    return Item(source, "placed", 1, 1, "0" * 64, places, follows)


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([placed("/a", "x/a"), placed("/a", "y/a")], "/a is there twice"),
        ([placed("/a", "x/a.jpg"), placed("/b", "X/A.JPG")], "X/A.JPG is the place of /b and /a"),
        ([placed("/a", "x/caf\u00e9"), placed("/b", "x/cafe\u0301")], "is the place of /b and /a"),
        ([placed("/a", "x/a", "x/a")], "x/a is the place of /a twice"),
        ([placed("/a", "x"), placed("/b", "x/b")], "/b is to lie below x, where /a is to lie"),
        ([placed("/a", "x/a"), placed("/b", "y/b", follows="/a")], "would go to y/b alone"),
        (
            [placed("/a", "x/a"), replace(placed("/b", follows="/a"), fate="unsorted")],
            "/b belongs to /a, and would stay alone",
        ),
        ([replace(placed("/a", "x/a"), fate="unsorted")], "expected places if its fate is placed"),
        ([placed("/a")], "expected places if its fate is placed"),
    ],
)
def test_what_contradicts_itself_is_refused(items, told):
    """With the names of both, and the line of the second."""
    items = [replace(item, line=number) for number, item in enumerate(items, 2)]

    with pytest.raises(CallError) as error:
        check_items(PLAN, items, Path("/plan"))

    assert told in str(error.value)
    assert str(error.value).startswith(f"/plan/plan.csv, line {len(items) + 1}: ")


def test_a_sound_plan_passes():
    """With what belongs to a picture, and labels that are written beside it instead."""
    beside = Item("/c", "other", follows="/a", reason="another file lies at its place already")
    check_items(PLAN, [placed("/a", "x/a", "y/a"), placed("/b", "X/b", follows="/a"), beside], Path("/plan"))
    check_items(replace(PLAN, mode="xmp"), [placed("/a")], Path("/plan"))


def test_what_belongs_to_a_picture_that_somebody_took_out_may_still_say_that_it_is_placed():
    """It stays with the picture (`groups.py`)."""
    unsorted = replace(placed("/a"), fate="unsorted")

    check_items(PLAN, [unsorted, placed("/b", "x/b", follows="/a")], Path("/plan"))
    check_items(PLAN, [placed("/b", "x/b", follows="/a")], Path("/plan"))
