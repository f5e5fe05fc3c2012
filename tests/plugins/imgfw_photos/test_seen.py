"""Lines of a plan for a picture that was looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from imgfw_photos.companions import Companion, Group
from imgfw_photos.dates import Dated
from imgfw_photos.plan import Item
from imgfw_photos.seen import Seen
from imgfw_photos.walk import Found

VIDEO = Companion(Found(Path("/p/a.mov"), "file", 5, 6), ".mov")
SEEN = Seen(
    Group(Found(Path("/p/a.jpg"), "picture", 3, 4), (VIDEO,)),
    "d1",
    {"cat": 0.9, "me": 0.6},
    Dated(datetime(2019, 1, 2, tzinfo=UTC), "takeout"),
    {"/p/a.mov": "d2"},
)


def test_a_picture_has_a_line_with_all_that_is_known_of_it():
    """The probability is that of its least certain label."""
    assert SEEN.item("placed") == Item(
        "/p/a.jpg",
        "placed",
        3,
        4,
        "d1",
        labels=("cat", "me"),
        probability=0.6,
        date="2019-01-02T00:00:00+00:00",
        date_from="takeout",
    )


def test_what_stays_says_why_and_with_whom():
    """What belongs to a picture that cannot be read is no picture that cannot be read."""
    picture, video = SEEN.left("unreadable", "is cut off")

    assert (picture.fate, picture.reason) == ("unreadable", "is cut off")
    assert video == Item(
        "/p/a.mov",
        "other",
        5,
        6,
        "d2",
        follows="/p/a.jpg",
        reason="belongs to a.jpg, which stays",
    )
    assert [item.fate for item in SEEN.left("unsorted", "")] == ["unsorted", "unsorted"]
