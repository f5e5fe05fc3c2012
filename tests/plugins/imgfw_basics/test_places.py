"""Folders, zips and tars have one face."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import imgfw_basics.places
from imgfw import CallError, PictureError
from imgfw_basics.places import FolderPlace, pictures_in, place_of

FILES = {
    "b/2.jpg": b"two",
    "a/1.png": b"one",
    "a/deep/x": b"x",
    "a/t.csv": b"t",
    ".git/3.jpg": b"",
    "a/.h.jpg": b"",
}


def packed(folder: Path, kind: str) -> Path:
    """The folder as it is, or packed into one file beside it."""
    path = folder.with_suffix(f".{kind}")
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.relative_to(folder))
    if kind == "tar":
        with tarfile.open(path, "w") as archive:
            for file in files:
                archive.add(file, file.relative_to(folder))
    return path if kind != "folder" else folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files as a folder."""
    for name, content in FILES.items():
        (tmp_path / "set" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "set" / name).write_bytes(content)
    return tmp_path / "set"


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_every_place_gives_the_same_files(folder, kind):
    """The same names in the same order, and the same bytes; hidden ones are not among them."""
    place = place_of(packed(folder, kind))

    assert place.names() == ("a/1.png", "a/deep/x", "b/2.jpg")
    assert place.names(depth=2) == ("a/1.png", "b/2.jpg")
    assert place.names(lambda name: name.endswith(".csv"), depth=2) == ("a/t.csv",)
    assert [place.read(name) for name in place.names()] == [b"one", b"x", b"two"]
    assert all(place.stamp(name) for name in place.names())


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_pictures_with_odd_endings_are_found_and_others_counted(folder, kind):
    """Everywhere alike; only the beginning of an odd one is read."""
    jpeg = b"\xff\xd8\xff\xe0" + bytes(100_000)
    for name, content in {"a/2.jpg_large": jpeg, "b/3.dat": b"x", "b/4.txt": jpeg, "c.DAT": b""}.items():
        (folder / name).write_bytes(content)
    place = place_of(packed(folder, kind))

    names, passed = pictures_in(place)

    assert names == ("a/1.png", "a/2.jpg_large", "a/deep/x", "b/2.jpg")
    assert passed == {".csv": 1, ".dat": 2, ".txt": 1}
    assert jpeg.startswith(place.start("a/2.jpg_large")) and 256 <= len(place.start("a/2.jpg_large")) <= 1000
    assert place.start("b/3.dat") == b"x" and place.start("gone") == b""


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_a_file_that_is_not_there_has_no_stamp(folder, kind):
    """Reading it is a reason, not a failure."""
    place = place_of(packed(folder, kind))

    assert place.stamp("a/gone.jpg") == ""
    with pytest.raises(PictureError, match=r"cannot be read: No such file|is no longer in set\.(zip|tar)"):
        place.read("a/gone.jpg")


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_the_folder_around_an_archive_may_be_left_out(folder, kind):
    """Names with and without it lead to the same file; nothing like that holds for two folders."""
    (folder / "b" / "2.jpg").unlink()
    wrapped, plain = place_of(packed(folder / "a", kind)), place_of(packed(folder, kind))

    assert wrapped.wrapper == "deep/" and wrapped.read("x") == wrapped.read("deep/x") == b"x"
    assert plain.wrapper == "a/" and plain.read("1.png") == b"one"
    assert place_of(folder).wrapper == ""


def test_a_part_of_a_split_is_no_wrapper(tmp_path):
    """It says something."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("train/cat/1.jpg", b"1")

    assert place_of(tmp_path / "a.zip").wrapper == ""


def test_an_archive_that_changed_is_listed_anew(folder):
    """Nobody has to say so."""
    path = packed(folder, "zip")
    before = place_of(path).names()
    (folder / "c").mkdir()
    (folder / "c" / "3.jpg").write_bytes(b"three")

    assert place_of(packed(folder, "zip")).names() == (*before, "c/3.jpg")


def test_the_directory_of_an_archive_is_read_once(folder, monkeypatch):
    """Also by threads that ask at the same time."""
    path, listed = packed(folder, "zip"), []
    members = imgfw_basics.places.zip_members
    monkeypatch.setattr(imgfw_basics.places, "zip_members", lambda path: listed.append(path) or members(path))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: place_of(path).read("b/2.jpg"), range(64)))

    assert found == [b"two"] * 64 and listed == [path]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (gzip.compress(b"tar"), "is packed by gzip and cannot be read picture by picture; unpack it"),
        (bz2.compress(b"tar"), "is packed by bzip2"),
        (lzma.compress(b"tar"), "is packed by xz"),
        (b"\x28\xb5\x2f\xfd rest", "is packed by zstd"),
        (b"7z\xbc\xaf\x27\x1c", "is packed by 7z"),
        (b"Rar!\x1a\x07", "is packed by rar"),
        (b"", "expected a folder, a zip or an uncompressed tar"),
        (b"file,label\n", "expected a folder, a zip or an uncompressed tar"),
        (b"PK\3\4 and no more", "cannot be read as a zip"),
    ],
    ids=["gzip", "bzip2", "xz", "zstd", "7z", "rar", "nothing", "a table", "half a zip"],
)
def test_what_is_no_archive_is_an_error(tmp_path, content, told):
    """With what it is, and what to do."""
    (tmp_path / "a").write_bytes(content)

    with pytest.raises(CallError, match=f"a: {told}"):
        place_of(tmp_path / "a")


def test_a_place_that_is_not_there_is_an_error(tmp_path):
    """It is named."""
    with pytest.raises(CallError, match="gone: no such folder, zip or tar"):
        place_of(tmp_path / "gone")


def test_a_tar_that_ends_with_a_zip_is_a_tar(tmp_path):
    """The beginning decides; a zip could be told by its end."""
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("inside.jpg", b"1")
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.add(tmp_path / "in.zip", "in.zip")
        archive.add(tmp_path / "in.zip", "out.jpg")

    assert place_of(tmp_path / "a.tar").names() == ("out.jpg",)


def test_a_self_extracting_zip_is_a_zip(folder):
    """It begins with a program."""
    path = packed(folder, "zip")
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())

    assert place_of(path).read("a/1.png") == b"one"


def test_links_that_lead_nowhere_are_there(tmp_path):
    """Also one that leads to itself: whoever reads them says what is wrong."""
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nothing.jpg")
    (tmp_path / "loop.jpg").symlink_to("loop.jpg")
    place = FolderPlace(tmp_path)

    assert place.names() == ("gone.jpg", "loop.jpg")
    for name in place.names():
        assert place.stamp(name) == ""
        with pytest.raises(PictureError, match="cannot be read"):
            place.read(name)


@pytest.mark.parametrize(
    "name", ["a\0b.jpg", "x" * 300 + ".jpg", "\ud800.jpg"], ids=["null", "long", "half a letter"]
)
def test_names_that_no_system_takes_are_reasons(tmp_path, name):
    """A table may hold anything."""
    place = FolderPlace(tmp_path)

    assert place.stamp(name) == ""
    with pytest.raises(PictureError, match="cannot be read"):
        place.read(name)


def test_nothing_is_written_beside_an_archive(folder, tmp_path):
    """Nothing is unpacked to disk."""
    path = packed(folder, "zip")
    before = sorted(tmp_path.rglob("*"))

    place = place_of(path)
    for name in place.names():
        place.read(name)

    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("kind", ["zip", "tar"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(data=st.data())
def test_a_damaged_archive_is_refused_as_a_whole_or_file_by_file(folder, kind, data):
    """Nothing else is raised; what a zip gives all the same has its checksum, so it is what was packed."""
    path = packed(folder, kind)
    content = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(len(content) - 40, len(content)))])

    try:
        place = place_of(path)
    except CallError:
        return
    for name in place.names():
        try:
            found = place.read(name)
        except PictureError:
            continue
        assert kind == "tar" or found in FILES.values()
