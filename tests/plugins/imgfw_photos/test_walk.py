"""Everything that lies in folders of pictures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from imgfw import CallError
from imgfw_photos.walk import walked

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40


def laid(folder: Path, *names: str) -> Path:
    """Files of these names, which begin like a JPEG."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(JPEG)
    return folder


def told(*places: Path) -> dict[str, tuple[str, str]]:
    """{path from the first place on: (kind, reason)}."""
    found = [each for folder in walked(places) for each in folder]
    assert len({each.path for each in found}) == len(found)
    return {os.path.relpath(each.path, places[0]): (each.kind, each.reason) for each in found}


def test_every_file_is_found_once_and_sorted(tmp_path):
    """At any depth, pictures by their name or content."""
    laid(tmp_path, "b.jpg", "a.JPG", "in/deep/c", "in/d.odd", "in/e.mp4", "in/f.txt")

    assert told(tmp_path) == {
        "a.JPG": ("picture", ""),
        "b.jpg": ("picture", ""),
        "in/d.odd": ("picture", ""),
        "in/e.mp4": ("file", ""),
        "in/f.txt": ("file", ""),
        "in/deep/c": ("picture", ""),
    }
    assert list(told(tmp_path)) == ["a.JPG", "b.jpg", "in/d.odd", "in/e.mp4", "in/f.txt", "in/deep/c"]


def test_what_is_not_looked_into_has_its_reason(tmp_path):
    """Hidden files, folders of the system and of programs, links, pipes."""
    laid(tmp_path, ".x.jpg", ".git/y.jpg", "@eaDir/z.jpg", "My.photoslibrary/originals/1.jpg", "a.jpg")
    (tmp_path / "link.jpg").symlink_to("a.jpg")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "lost").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.jpg")

    found = told(tmp_path)

    assert found.pop("a.jpg") == ("picture", "")
    assert {name: kind for name, (kind, _) in found.items()} == dict.fromkeys(found, "file")
    reasons = {name: reason for name, (_, reason) in found.items()}
    assert reasons[".x.jpg"] == "a hidden file"
    assert reasons[".git"] == "a hidden folder, not looked into"
    assert "system's own" in reasons["@eaDir"] and "library of a program" in reasons["My.photoslibrary"]
    assert (reasons["link.jpg"], reasons["loop"]) == ("a link to a.jpg", "a link to .")
    assert reasons["lost"] == "a link to nowhere" and "pipe" in reasons["pipe.jpg"]
    assert len(found) == 8


def test_a_folder_that_cannot_be_listed_is_named(tmp_path, monkeypatch):
    """The others are found all the same."""
    laid(tmp_path, "shut/a.jpg", "open/b.jpg")
    listed = os.listdir

    def refusing(folder):
        if Path(folder).name == "shut":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "listdir", refusing)

    assert told(tmp_path) == {
        "open/b.jpg": ("picture", ""),
        "shut": ("unreadable", "cannot be listed: Permission denied"),
    }


def test_places_may_overlap_and_be_links(tmp_path):
    """Each file is still found once."""
    laid(tmp_path / "all", "in/a.jpg", "b.jpg")
    (tmp_path / "link").symlink_to("all")
    (tmp_path / "one").symlink_to("all/b.jpg")

    whole = told(tmp_path / "all", tmp_path / "all/in", tmp_path / "link", tmp_path / "all" / "b.jpg")
    linked = told(tmp_path / "link")
    single = told(tmp_path / "one", tmp_path / "all/in/a.jpg")

    assert list(whole) == list(linked) == ["b.jpg", "in/a.jpg"]
    assert len(single) == 2 and {kind for kind, _ in single.values()} == {"picture"}


def test_a_place_that_is_not_there_is_an_error(tmp_path):
    """Before anything is listed."""
    with pytest.raises(CallError, match="no such file or folder"):
        list(walked([tmp_path / "gone"]))


def test_every_folder_is_told_of_before_it_is_looked_into(tmp_path):
    """By what identifies it."""
    laid(tmp_path, "in/a.jpg")
    met = []

    list(walked([tmp_path], lambda folder, status: met.append((folder, status.st_ino))))

    assert met == [(tmp_path, tmp_path.stat().st_ino), (tmp_path / "in", (tmp_path / "in").stat().st_ino)]


def test_deep_folders_are_no_trouble(tmp_path):
    """As deep as nobody makes them."""
    folder = tmp_path / "/".join(["d"] * 400)
    os.makedirs(folder)

    assert list(walked([tmp_path]))[-1] == []


def test_names_that_are_no_text_are_found(tmp_path):
    """As old disks have them."""
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))).write_bytes(JPEG)

    assert told(tmp_path) == {"caf\udce9.jpg": ("picture", "")}
