"""The page of a plan."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from imgfw_photos.ledger import Ledger
from imgfw_photos.page import EACH, LISTED, MOST, page
from imgfw_photos.plan import Item, Plan
from imgfw_photos.planning import Entry


class Read(HTMLParser):
    """The text, the tags and the pictures of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.pictures: list[dict] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "img":
            self.pictures.append(dict(attrs))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def made(items: list[Item], entries: dict[str, list[Entry]], **about) -> str:
    """The page of these."""
    ledger = Ledger()
    list(ledger.counted(items))
    plan = Plan(Path("/to"), (Path("/p"),), template="{label}/{name}", created="2026-01-02T03:04:05", **about)
    return page(plan, Path("/plans/my plan"), items, entries, ledger, 2)


@pytest.fixture
def pictures(drawn, tmp_path):
    """Three in a folder, one of them under another name; and one of every other fate."""
    files = [drawn(tmp_path / f"{at}.jpg", "red", seed=at) for at in range(4)]
    items = [
        Item(str(files[0]), "placed", places=("red/0.jpg",), date="2019-01-02T03:04:05", date_from="name"),
        Item(str(files[1]), "placed", places=("red/1-2.jpg",), date_from="exif-original"),
        Item(str(tmp_path / "gone.jpg"), "placed", places=("red/gone.jpg",)),
        Item(str(files[2]), "unsorted", date_from="name"),
        Item("/p/copy.jpg", "duplicate", reason="the same content as 0.jpg"),
        Item("/p/bad<script>.jpg", "unreadable", reason="is cut off"),
        Item("/p/a.mp4", "other", reason="no picture"),
    ]
    entries = {
        "red": [
            Entry(0.9, str(files[0]), "0.jpg"),
            Entry(0.6, str(files[1]), "1-2.jpg"),
            Entry(0.7, str(tmp_path / "gone.jpg"), "gone.jpg"),
        ]
    }
    return items, entries


def test_the_ledger_adds_up_and_everything_is_told(pictures):
    """Pictures by their fate, folders, what says the dates, lists with reasons."""
    text = Read(made(*pictures)).text

    assert "6 pictures the sum of these 3 placed in 1 folder 1 unsorted" in text
    assert "Besides these: 1 video." in text
    assert "imgfw organize apply '/plans/my plan'" in text
    assert (
        "the file's name 2" in text and "EXIF, when it was taken 1" in text and "nothing: undated 2" in text
    )
    for item in pictures[0][4:]:
        assert f"{item.source} {item.reason}" in text


def test_the_least_certain_come_first(pictures):
    """With the name at their place, and the one they have where that differs."""
    found = Read(made(*pictures))

    assert [picture["alt"] for picture in found.pictures] == ["1-2.jpg", "0.jpg", "2.jpg"]
    assert "0.60 1-2.jpg from 1.jpg" in found.text and "0.70 gone.jpg" in found.text
    assert "cannot be shown" in found.text


def test_the_page_asks_for_nothing(pictures):
    """Nothing of the web, no script; names are text."""
    text = made(*pictures)

    assert "script" not in Read(text).tags
    assert not re.search(r"""(src|href)=["']?(https?:|//)""", text)
    assert all(picture["src"].startswith("data:image/jpeg;") for picture in Read(text).pictures)


def test_many_pictures_make_no_large_page(drawn, tmp_path):
    """So many of each folder, so many in all; the rest is counted."""
    path = str(drawn(tmp_path / "a.jpg", "red"))
    items = [Item(path, "placed", places=("x/a.jpg",))]
    items += [Item(f"/p/{at}.jpg", "duplicate", reason="r") for at in range(3 * LISTED)]
    entries = {f"f{folder:04}": [Entry(0.5, path, "a.jpg")] * 1000 for folder in range(4)}

    few = Read(made(items, entries))
    many = Read(
        made(items, entries | {f"g{folder:04}": [Entry(0.5, path, "a.jpg")] for folder in range(900)})
    )

    assert len(few.pictures) == 4 * EACH
    assert f"The {EACH} least certain; {1000 - EACH} more are in plan.csv." in few.text
    assert f"The first {LISTED} of {3 * LISTED}" in few.text
    assert len(many.pictures) == MOST


def test_labels_for_sidecars_are_told_as_labels():
    """There are no folders then."""
    items = [Item("/p/a.jpg", "placed", labels=("me",))]

    text = Read(made(items, {"me": [Entry(0.9, "/p/a.jpg", "")]}, mode="xmp")).text

    assert "labels in XMP sidecars" in text and "Labels 1" in text and "Folders" not in text


def test_nothing_at_all_makes_a_page_too():
    """It says so."""
    text = Read(made([], {})).text

    assert "No picture has a label." in text and "There is no picture." in text
