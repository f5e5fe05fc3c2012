"""The table of a plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_photos.plan import Item, Plan
from imgfw_photos.plan_table import COLUMNS, TABLE, check_items, check_place, read_items, write_items

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


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("source", "a.jpg", "expected the absolute path"),
        ("fate", "gone", "expected fate placed"),
        ("size", "many", "expected numbers"),
        ("probability", "high", "expected numbers"),
        ("digest", "ABC", "expected a sha256"),
        ("places", "../a.jpg", "below the target"),
        ("places", "/etc/a.jpg", "below the target"),
        ("places", "cat/./a.jpg", "below the target"),
        ("places", "cat//a.jpg", "below the target"),
        ("places", "C:\\a.jpg", "not every disk takes"),
        ("places", "cat/nul.jpg", "not every disk takes"),
        ("places", "cat/a.jpg ", "not every disk takes"),
        ("places", "cat/" + "a" * 256, "not every disk takes"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line(tmp_path, column, cell, told):
    """After an edit by hand."""
    item = replace(ITEM, source="/from/a.jpg")
    write_items(tmp_path, [item])
    cells = (tmp_path / TABLE).read_text().splitlines()[1].split(",")
    cells[COLUMNS.index(column)] = cell
    (tmp_path / TABLE).write_text(",".join(COLUMNS) + "\n" + ",".join(cells) + "\n")

    with pytest.raises(CallError, match=r"plan\.csv, line 2: ") as error:
        list(read_items(tmp_path))

    assert told in str(error.value)


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
        ([placed("/a", "x/a.jpg"), placed("/b", "X/A.JPG")], "/b and /a have one place"),
        ([placed("/a", "x/caf\u00e9"), placed("/b", "x/cafe\u0301")], "/b and /a have one place"),
        ([placed("/a", "x/a", "x/a")], "/a and /a have one place"),
        ([placed("/a", "x"), placed("/b", "x/b")], "/b is to lie below x, where /a is to lie"),
        ([placed("/a", "x/a", follows="/c")], "/a follows /c, which is not in the plan"),
        ([replace(placed("/a", "x/a"), fate="unsorted")], "expected places if its fate is placed"),
        ([placed("/a")], "expected places if its fate is placed"),
    ],
)
def test_what_contradicts_itself_is_refused(items, told):
    """With the names of both."""
    with pytest.raises(CallError) as error:
        check_items(PLAN, items, Path("/plan"))

    assert told in str(error.value)


def test_a_sound_plan_passes():
    """With what belongs to a picture, and labels that are written beside it instead."""
    check_items(PLAN, [placed("/a", "x/a", "y/a"), placed("/b", "x/b", follows="/a")], Path("/plan"))
    check_items(replace(PLAN, mode="xmp"), [placed("/a")], Path("/plan"))


@given(st.text())
def test_no_place_leads_out_of_the_target(place):
    """Whatever is written there."""
    if not check_place(place):
        assert Path("/to").joinpath(place).resolve().is_relative_to("/to")
        assert "\0" not in place and "\\" not in place and "|" not in place
