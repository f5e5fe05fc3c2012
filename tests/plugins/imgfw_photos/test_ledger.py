"""The ledger."""

from __future__ import annotations

from imgfw_photos.ledger import Ledger
from imgfw_photos.plan import Item
from imgfw_photos.planning import THERE

ITEMS = [
    Item("/p/a.jpg", "placed", places=("me/a.jpg", "group/a.jpg"), date_from="name"),
    Item("/p/a.mov", "placed", places=("me/a.mov", "group/a.mov"), follows="/p/a.jpg"),
    Item("/p/b.jpg", "placed", places=("me/b.jpg",), reason=THERE),
    Item("/p/c.jpg", "unsorted", date_from="exif-original"),
    Item("/p/d.jpg", "duplicate", date_from="name"),
    Item("/p/e.jpg", "unreadable"),
    Item("/p/f.MP4", "other"),
    Item("/p/g.txt", "other"),
    Item("/p/h.mov", "other", follows="/p/e.jpg"),
]


def test_everything_is_counted_once():
    """Pictures by their fate; what belongs to them, videos and the rest on lines of their own."""
    ledger = Ledger()

    assert list(ledger.counted(ITEMS)) == ITEMS
    assert ledger.lines() == [
        "pictures 5 = 2 placed + 1 unsorted + 1 duplicate + 1 unreadable, 1 of them there already",
        "companions 2",
        "videos 1",
        "other files 1",
    ]
    assert ledger.files == len(ITEMS)


def test_folders_and_rules_are_counted():
    """A picture in two folders counts in both; one that cannot be read has no date to speak of."""
    ledger = Ledger()
    list(ledger.counted(ITEMS))

    document = ledger.plain()

    assert document["places"] == {"me": 2, "group": 1}
    assert document["dates"] == {"name": 2, "": 1, "exif-original": 1}
    assert (document["pictures"], document["files"], document["there"]) == (5, 9, 1)


def test_nothing_is_told_of_what_is_not_there():
    """One line at least."""
    assert Ledger().lines() == ["pictures 0 = 0 placed + 0 unsorted + 0 duplicate + 0 unreadable"]
