"""Pictures with what belongs to them."""

from __future__ import annotations

from imgfw_photos.groups import batched, grouped
from imgfw_photos.plan import Item


def test_what_belongs_to_a_picture_is_in_its_group():
    """Wherever it stands in the table; a group of which nothing is placed is none."""
    picture, other = Item("/a.jpg", "placed", places=("x/a.jpg",)), Item("/b.jpg", "unsorted")
    video = Item("/a.mov", "placed", places=("x/a.mov",), follows="/a.jpg")

    assert list(grouped([video, other, picture])) == [[picture, video]]


def test_what_belongs_to_a_picture_that_stays_stays_too():
    """Whatever its own line says: nobody has to edit two lines for that."""
    picture = Item("/a.jpg", "unsorted")
    video = Item("/a.mov", "placed", places=("x/a.mov",), follows="/a.jpg")

    assert list(grouped([picture, video])) == list(grouped([video])) == []


def test_batches_hold_so_many():
    """The last one the rest."""
    groups = [[Item(f"/{number}", "other")] for number in range(5)]

    assert [len(batch) for batch in batched(groups, 2)] == [2, 2, 1]
