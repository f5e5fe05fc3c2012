"""What must hold before anything is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from imgfw import CallError, ImgfwError, RunError
from imgfw_photos import preflight
from imgfw_photos.done import Done
from imgfw_photos.plan import Item, Plan
from imgfw_photos.preflight import Roots, check_before, nearest


@pytest.fixture
def source(tmp_path) -> Path:
    """A folder with a picture, in one with another."""
    folder = tmp_path / "photos" / "from"
    folder.mkdir(parents=True)
    (folder / "a.jpg").touch()
    (folder.parent / "b.jpg").touch()
    return folder


def items(source: Path) -> list[Item]:
    """Of a plan."""
    return [Item(str(source / "a.jpg"), "placed", 3, places=("cat/a.jpg",))]


def test_the_first_folder_that_is_there(tmp_path):
    """Above what is not."""
    assert nearest(tmp_path / "a" / "b") == tmp_path
    assert nearest(tmp_path) == tmp_path


def layouts(top: Path) -> list[tuple[Path, Path]]:
    """Sources and targets of which one lies in the other: as they are, by links of each, and through `..`."""
    source, outer = top / "photos" / "from", top / "photos"
    (top / "link").symlink_to(source)
    (top / "out").symlink_to(outer)
    (top / "far" / "deep").mkdir(parents=True)
    (source / "inner").mkdir()
    (top / "in").symlink_to(source / "inner")
    sources = [source, top / "link", top / "far" / ".." / "photos" / "from"]
    targets = [
        source,
        source / "inner",
        source / "new" / "deep",
        outer,
        top / "out",
        top / "in",
        top / "in" / "new",
        top / "link" / "new",
    ]
    return [(one, other) for one in sources for other in targets]


def test_24_layouts_of_which_one_lies_in_the_other_are_refused(source, tmp_path):
    """Before anything is written."""
    pairs = layouts(tmp_path)
    before = sorted(map(str, tmp_path.rglob("*")))

    for one, other in pairs:
        with pytest.raises(CallError, match="lies in"):
            check_before(Plan(other, (one,)), items(one), 0, Done())

    assert len(pairs) == 24
    assert sorted(map(str, tmp_path.rglob("*"))) == before


def test_what_lies_apart_passes(source, tmp_path):
    """And so does a plan of which nothing is to be done, wherever its sources are by now."""
    check_before(Plan(tmp_path / "to", (source,)), items(source), 1, Done())
    check_before(Plan(tmp_path / "to", (tmp_path / "gone",)), [], 0, Done())


def test_too_little_space_is_told_in_bytes(source, tmp_path, monkeypatch):
    """Before anything is written."""
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))

    with pytest.raises(RunError, match="the plan copies 1,001 bytes, and 1,000 are free"):
        check_before(Plan(tmp_path / "to", (source,)), items(source), 1001, Done())


def test_hard_links_need_one_disk(source, tmp_path, monkeypatch):
    """Said before anything is written, with what would do."""
    monkeypatch.setattr(preflight, "_device", lambda _: -1)

    with pytest.raises(CallError, match="plan with --mode copy or symlink"):
        check_before(Plan(tmp_path / "to", (source,), "hardlink"), items(source), 0, Done())


@pytest.mark.parametrize("closed", ["target", "source"])
def test_what_cannot_be_written_is_told(source, tmp_path, monkeypatch, closed):
    """The target, and a source out of which pictures are to be moved."""
    refused = tmp_path if closed == "target" else source
    monkeypatch.setattr(preflight.os, "access", lambda path, _: Path(path) != refused)

    with pytest.raises(ImgfwError, match="cannot be written into"):
        check_before(Plan(tmp_path / "to", (source,), "move"), items(source), 0, Done())


def test_a_file_is_no_target(source, tmp_path):
    """It stays what it is."""
    (tmp_path / "to").touch()

    with pytest.raises(CallError, match="expected a folder, got a file"):
        check_before(Plan(tmp_path / "to", (source,)), items(source), 0, Done())


def test_a_root_that_is_another_one_is_told(tmp_path):
    """As after unmounting."""
    (tmp_path / "disk").mkdir()
    roots = Roots([tmp_path / "disk"])
    roots.check()

    (tmp_path / "disk").rename(tmp_path / "away")
    with pytest.raises(RunError, match="was a disk unmounted"):
        roots.check()
    (tmp_path / "disk").mkdir()
    with pytest.raises(RunError, match="is not there any more"):
        roots.check()


@pytest.mark.parametrize(
    ("mode", "copies", "labels", "device", "told"),
    [
        ("copy", "links", 1, None, "plan with --mode move or hardlink"),
        ("copy", "copies", 2, None, "plan with --copies links, or --mode move or hardlink"),
        ("copy", "copies", 1, -1, "plan with --mode symlink"),
        ("move", "copies", 2, -1, "plan with --copies links"),
        ("move", "links", 2, -1, "plan another target"),
    ],
)
def test_what_would_take_less_room_is_told(source, tmp_path, monkeypatch, mode, copies, labels, device, told):
    """What is no help with the mode at hand, or on another disk, is not."""
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    if device:
        monkeypatch.setattr(preflight, "_device", lambda _: device)
    wanted = [replace(each, places=("cat/a.jpg", "me/a.jpg")[:labels]) for each in items(source)]

    with pytest.raises(RunError, match=f"2 bytes, and 1 are free; free some space, or {told}$"):
        check_before(Plan(tmp_path / "to", (source,), mode, copies), wanted, 2, Done())
