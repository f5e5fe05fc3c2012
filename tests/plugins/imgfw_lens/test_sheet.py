"""Contact sheets and their numbers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw import CallError
from imgfw_lens.sheet import Cell, Row, flowed, free, sheet, short, write

RED = np.full((10, 20, 3), (200, 0, 0), np.uint8)


def test_pictures_stand_in_rows_with_words_around() -> None:
    """Fitted into their places, under a title, a heading and a line; the missing one is an empty place."""
    made = np.asarray(sheet("title", ["a note"], [Row([Cell(RED, "over", "under"), Cell(None)], "row")], 100))

    red = np.argwhere((made == (200, 0, 0)).all(axis=2))
    (top, left), (bottom, right) = red.min(axis=0), red.max(axis=0)
    assert (bottom - top + 1, right - left + 1) == (50, 100)
    assert made[:top].min() < 100, "nothing is written above"
    assert made[bottom + 50 :, left:right].min() < 150, "nothing is written below"
    assert (made == (238, 238, 238)).all(axis=2).sum() == pytest.approx(100 * 100, rel=0.01)


def test_long_words_stay_in_their_places() -> None:
    """A line ends where its place does, and notes are broken into lines."""
    short = sheet("t", ["word " * 3], [Row([Cell(RED, "x")])], 100)
    long = sheet("t" * 500, ["word " * 300], [Row([Cell(RED, "x" * 500)])], 100)

    assert long.width == short.width
    assert long.height > short.height + 100
    assert np.asarray(long)[:, -10:].min() == 255


def test_sheet_and_numbers_are_written_side_by_side(tmp_path: Path) -> None:
    """A picture file, and JSON whose lists of numbers stand on a line."""
    numbers = {"mass": [[0.5, 0.25], [0.25, 0.0]], "label": "[\n1 2]", "empty": []}

    picture, told = write(tmp_path / "new" / "out", "name", sheet("t", [], [Row([Cell(RED)])]), numbers)

    with Image.open(picture) as shown:
        assert shown.size[0] >= 200
    assert json.loads(told.read_text("utf-8")) == numbers
    assert "[0.5, 0.25]" in told.read_text("utf-8")


def test_a_white_picture_is_seen_on_white_paper() -> None:
    """By a line around it."""
    made = np.asarray(sheet("", [], [Row([Cell(np.full((10, 10, 3), 255, np.uint8))])], 100))

    assert (made == (221, 221, 221)).all(axis=2).sum() == 4 * 101


def test_numbers_have_two_digits() -> None:
    """And no exponents, however large or small they are."""
    given = (0.0, 0.00306, -0.15, 0.996, 9.96, 15.2, 941.0, 22783.1)

    assert [short(each) for each in given] == ["0", "0.0031", "-0.15", "1.00", "10.0", "15", "940", "23,000"]


def test_short_rows_stand_side_by_side() -> None:
    """Each as wide as the widest, so that they begin below one another."""
    one, two = Row([Cell(RED), Cell(RED)]), Row([Cell(RED)])

    first, second = flowed([one, two, one], 4)

    assert [cell is not None for cell in first.cells] == [True, True, True, False]
    assert len(second.cells) == 2
    assert len(flowed([one, one], 1)) == 2


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Whichever of both files is there."""
    free(tmp_path, "name")
    (tmp_path / "name.json").write_text("mine")

    with pytest.raises(CallError, match=r"name\.json is there already.*--to DIR"):
        write(tmp_path, "name", sheet("t", [], []), {})
    assert (tmp_path / "name.json").read_text() == "mine"
    assert not (tmp_path / "name.png").exists()
