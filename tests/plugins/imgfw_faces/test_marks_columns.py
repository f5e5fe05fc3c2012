"""What columns of landmarks mean."""

from __future__ import annotations

import pytest

from imgfw_faces.marks_columns import meaning_of

FIVE = [f"{n}_{axis}" for n in ("lefteye", "righteye", "nose", "mouth_left", "mouth_right") for axis in "xy"]
EYES = ["lefteye_x", "lefteye_y", "righteye_x", "righteye_y"]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["file", "x1", "y1", "x2", "y2"], (1, 2, 3, 4)),
        (["frame", "file", "x_0", "x_1", "y_0", "y_1"], (2, 4, 3, 5)),
        (["image_id", *EYES, "label"], (1, 2, 3, 4)),
        (["X1", "Y1", "X2", "Y2", "File"], (0, 1, 2, 3)),
        (["file", "x1", "y1", "x10", "y10", "x2", "y2"], (1, 2, 5, 6, 3, 4)),
        (["file", *FIVE[4:6], *FIVE[2:4], *FIVE[8:], *FIVE[:2], *FIVE[6:8]], (7, 8, 3, 4, 1, 2, 9, 10, 5, 6)),
        (["file", "chin_x", "chin_y", "brow_x", "brow_y"], (1, 2, 3, 4)),
    ],
)
def test_pairs_are_found_by_their_names(header, columns):
    """x and y by turns, whatever stands between them; other columns are left aside."""
    found = meaning_of(header)

    assert found.columns == columns
    assert header[found.picture].lower() in ("file", "image_id")
    assert not found.by_point


def test_one_pair_means_a_row_a_point():
    """Its number and the face are found where they are."""
    assert meaning_of(["file", "x", "y"]).by_point
    found = meaning_of(["face", "file", "index", "x", "y"])
    assert (found.face, found.point, found.columns) == (0, 2, (3, 4))


def test_names_that_are_given_go_first():
    """For the file and the figures."""
    found = meaning_of(["file", "who", "a", "b", "c", "d"], "who", ("a", "b", "c", "d"))

    assert (found.picture, found.columns) == (1, (2, 3, 4, 5))


@pytest.mark.parametrize(
    ("header", "given", "told"),
    [
        (["who", "x1", "y1"], {}, "column with the picture's file, got who, x1, y1"),
        (["file", "age", "sex"], {}, "expected columns such as x1 and y1"),
        (["file", "a"], {"columns": ("a", "b")}, 'expected a column "b", got file, a'),
        (["file", "a"], {"columns": ("a",)}, "by turns in `columns`, got 1 names"),
    ],
)
def test_what_is_not_clear_is_told(header, given, told):
    """With what there is."""
    with pytest.raises(ValueError, match=told):
        meaning_of(header, **given)
