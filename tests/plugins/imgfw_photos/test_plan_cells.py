"""Files of a plan as cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_photos.plan import Item
from imgfw_photos.plan_cells import COLUMNS, cells_of, check_place, item_of

ITEM = Item(
    "/from/a.jpg",
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


def cell(item: Item, column: str) -> str:
    """What stands in a column."""
    return cells_of(item)[COLUMNS.index(column)]


def edited(**given: str) -> Item:
    """The item after somebody gave it other cells."""
    cells = dict(zip(COLUMNS, cells_of(ITEM), strict=True)) | given
    return item_of(list(cells.values()), "plan.csv, line 2", 2)


def test_a_file_is_what_its_cells_say():
    """To the nanosecond."""
    assert edited() == ITEM
    assert edited().line == 2
    assert cell(ITEM, "labels") == "cat|me" and cell(ITEM, "places") == "cat/a.jpg|me/a.jpg"


LABELS = st.lists(st.text(st.characters(codec=None), min_size=1), max_size=4).map(tuple)


@given(LABELS)
def test_any_labels_come_back(labels):
    """With bars, backslashes, apostrophes and half letters in them."""
    item = replace(ITEM, labels=labels)

    assert item_of(cells_of(item), "", 0) == item


def test_a_bar_in_a_label_is_told_from_one_between_two():
    """By the backslash before it."""
    assert cell(replace(ITEM, labels=("in|out", "a\\b")), "labels") == r"in\|out|a\\b"
    assert edited(labels=r"in\|out|me").labels == ("in|out", "me")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", '=HYPERLINK("https://x")', "'quoted"])
def test_what_a_spreadsheet_would_compute_is_a_text(text):
    """An apostrophe stands before it, wherever it is; gone or not, it is read as it was."""
    item = replace(ITEM, labels=(text,), reason=text)

    assert cell(item, "labels") == cell(item, "reason") == f"'{text}"
    assert item_of(cells_of(item), "", 0) == item
    if not text.startswith("'"):
        assert edited(labels=text, reason=text) == item


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        *((name, True) for name in ("7", "007", "1-2", "3/4", "1e5", "TRUE", "false", "May 5", "1.5")),
        *((name, False) for name in ("cat", "IMG_1.JPG", "2019/01/a.jpeg", "caf\u00e9")),
    ],
)
def test_what_a_spreadsheet_would_take_for_a_value_is_a_text(name, marked):
    """Labels and places are neither numbers nor dates."""
    item = replace(ITEM, labels=(name,), places=(name,))

    assert cell(item, "labels") == cell(item, "places") == f"{chr(39) * marked}{name}"


def test_a_time_is_no_number_that_could_be_rounded():
    """Spreadsheets keep fifteen digits; plans that were made before had all in one number."""
    assert not cell(ITEM, "modified_ns").isdigit()
    assert edited(modified_ns="1700000000123456789") == ITEM


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        ("source", "a.jpg", "expected the absolute path"),
        ("fate", "gone", "expected fate placed"),
        ("size", "many", "expected a number for size"),
        (
            "modified_ns",
            "1.7E+18",
            "expected a number for modified_ns, got '1.7E+18'; a spreadsheet that rounded",
        ),
        ("modified_ns", "", "expected a number for modified_ns"),
        ("probability", "high", "expected a number for probability"),
        ("digest", "ABC", "expected a sha256"),
        ("places", "../a.jpg", "below the target"),
        ("places", "/etc/a.jpg", "below the target"),
        ("places", "cat/./a.jpg", "below the target"),
        ("places", "cat//a.jpg", "below the target"),
        ("places", "a.jpg|", "below the target"),
        ("places", "C:\\a.jpg", "not every disk takes"),
        ("places", "cat/nul.jpg", "not every disk takes"),
        ("places", "cat/a.jpg ", "not every disk takes"),
        ("places", "cat/" + "a" * 256, "not every disk takes"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line(column, text, told):
    """After an edit by hand."""
    with pytest.raises(CallError) as error:
        edited(**{column: text})

    assert str(error.value).startswith("plan.csv, line 2: ")
    assert told in str(error.value)


def test_a_probability_may_have_a_comma():
    """As in many languages."""
    assert edited(probability="0,75") == ITEM


def test_a_line_of_another_width_is_told():
    """With both numbers."""
    with pytest.raises(CallError, match="line 2: expected 12 cells, got 2"):
        item_of(["a", "b"], "plan.csv, line 2", 2)


@given(st.text())
def test_no_place_leads_out_of_the_target(place):
    """Whatever is written there."""
    if not check_place(place):
        assert Path("/to").joinpath(place).resolve().is_relative_to("/to")
        assert "\0" not in place and "\\" not in place and "|" not in place
