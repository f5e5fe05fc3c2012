"""Contact sheets."""

from __future__ import annotations

import numpy as np

from imgfw import Picture
from imgfw.contact import GAP, LINE, SIDE, Cell, contact_sheet

RED = Picture(np.full((50, 100, 3), (200, 0, 0), np.uint8))


def place(across: int, down: int) -> tuple[int, int]:
    """The upper left corner of a picture on a sheet."""
    return GAP + across * (SIDE + GAP), GAP + LINE + down * (LINE + SIDE + GAP) + LINE


def test_pictures_stand_in_their_rows():
    """Fitted into equal places, with something written above each."""
    sheet = contact_sheet("all", [[Cell("one", RED), Cell("two", RED)], [Cell("three", RED)]])

    pixels = np.array(sheet)
    for across, down in ((0, 0), (1, 0), (0, 1)):
        x, y = place(across, down)
        assert pixels[y + SIDE // 4, x + SIDE // 2].tolist() == [200, 0, 0]
        assert pixels[y + SIDE // 2 + 2, x].tolist() == [255, 255, 255]
        assert pixels[y - LINE : y, x : x + SIDE].min() < 100
    x, y = place(1, 1)
    assert pixels[y:, x:].min() == 255


def test_rows_of_one_picture_stand_side_by_side():
    """Four in a line."""
    sheet = contact_sheet("all", [[Cell(str(number), RED)] for number in range(6)])

    assert sheet.size == (GAP + 4 * (SIDE + GAP), GAP + LINE + 2 * (LINE + SIDE + GAP))


def test_landmarks_and_box_are_drawn_where_it_is_asked():
    """At their places in the enlarged picture."""
    points = np.array([[20, 10], [80, 10], [50, 25], [30, 40], [70, 40]], np.float32)
    face = Picture(RED.image, box=(10.0, 5.0, 90.0, 45.0), landmarks=points)

    plain = np.array(contact_sheet("", [[Cell("a", face)]]))
    marked = np.array(contact_sheet("", [[Cell("a", face, marked=True)]]))

    x, y = place(0, 0)
    factor = SIDE / 100
    for across, down in points:
        at = round(y + down * factor), round(x + across * factor)
        assert marked[at][1] > 150 > plain[at][1]
    assert marked[round(y + 5 * factor), round(x + 50 * factor)].tolist() == [255, 176, 0]


def test_what_is_too_long_is_cut():
    """A title is no wider than its sheet."""
    found = np.array(contact_sheet("long " * 200, [[Cell("name " * 50, RED)]]))

    assert found[:, -GAP:].min() == 255
