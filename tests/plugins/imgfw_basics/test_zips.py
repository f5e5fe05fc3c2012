"""The directory of a zip."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from imgfw import CallError, PictureError
from imgfw_basics.archives import MAX_BYTES, content_of
from imgfw_basics.zips import zip_members

FLAGS_BACK_FROM_NAME, SIZE_BACK_FROM_NAME = 38, 22
"""Where, before the name of a file in the central directory, its flags and its unpacked size stand."""


def packed(path: Path, *names: str, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of files that hold their own name a hundred times."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in names:
            archive.writestr(name, name.encode() * 100)
    return path


def patched(path: Path, name: bytes, back: int, value: bytes) -> Path:
    """The zip with other bytes so far before the last place of a name."""
    content = bytearray(path.read_bytes())
    at = content.rindex(name) - back
    content[at : at + len(value)] = value
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_files_are_listed_and_read(tmp_path, method):
    """Sorted by name, folders left out."""
    path = packed(tmp_path / "a.zip", "b/2.jpg", "a/1.jpg", "a/", "ü.png", method=method)

    found = zip_members(path)

    assert list(found) == ["a/1.jpg", "b/2.jpg", "ü.png"]
    assert [content_of(path, its) for its in found.values()] == [name.encode() * 100 for name in found]


def test_an_empty_zip_has_no_files(tmp_path):
    """It is a zip all the same."""
    assert zip_members(packed(tmp_path / "a.zip")) == {}


def test_a_zip_behind_other_bytes_is_read(tmp_path):
    """As self-extracting ones are."""
    path = packed(tmp_path / "a.zip", "a.jpg")
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())

    (its,) = zip_members(path).values()

    assert content_of(path, its) == b"a.jpg" * 100


def test_the_stamp_of_a_file_changes_with_its_content_alone(tmp_path):
    """Other files of the archive do not matter."""
    when = (2020, 1, 1, 0, 0, 0)
    for number, content in enumerate(["one", "two"]):
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo("b.jpg", when), content)
            archive.writestr(zipfile.ZipInfo("a.jpg", when), "same")

    before, after = zip_members(tmp_path / "0.zip"), zip_members(tmp_path / "1.zip")

    assert before["a.jpg"].stamp == after["a.jpg"].stamp
    assert before["b.jpg"].stamp != after["b.jpg"].stamp


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000], ids=hex)
def test_an_encrypted_file_is_told(tmp_path, flag):
    """The others are read."""
    path = packed(tmp_path / "a.zip", "a.jpg", "b.jpg")
    patched(path, b"b.jpg", FLAGS_BACK_FROM_NAME, flag.to_bytes(2, "little"))

    found = zip_members(path)

    assert found["a.jpg"].reason == ""
    with pytest.raises(PictureError, match="encrypted"):
        content_of(path, found["b.jpg"])


def test_a_bomb_is_refused_from_its_header(tmp_path):
    """The file is never opened, so it may as well be gone."""
    path = packed(tmp_path / "a.zip", "a.jpg")
    patched(path, b"a.jpg", SIZE_BACK_FROM_NAME, (MAX_BYTES + 1).to_bytes(4, "little"))
    (its,) = zip_members(path).values()
    path.unlink()

    with pytest.raises(PictureError, match="declares 536,870,913 bytes"):
        content_of(path, its)


@pytest.mark.parametrize(("size", "reason"), [(499, "more than the 499 bytes"), (501, "damaged")])
def test_a_lie_about_the_size_is_caught(tmp_path, size, reason):
    """While the file is read."""
    path = packed(tmp_path / "a.zip", "a.jpg")
    patched(path, b"a.jpg", SIZE_BACK_FROM_NAME, size.to_bytes(4, "little"))
    (its,) = zip_members(path).values()

    with pytest.raises(PictureError, match=reason):
        content_of(path, its)


def test_a_stored_file_with_two_sizes_is_told(tmp_path):
    """It cannot be both."""
    path = packed(tmp_path / "a.zip", "a.jpg", method=zipfile.ZIP_STORED)
    patched(path, b"a.jpg", SIZE_BACK_FROM_NAME, (7).to_bytes(4, "little"))

    (its,) = zip_members(path).values()

    assert its.reason == "has two different sizes in the archive"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_told(tmp_path, method):
    """With what to do."""
    (its,) = zip_members(packed(tmp_path / "a.zip", "a.jpg", method=method)).values()

    assert "pack it by deflate, or store it" in its.reason


def test_a_link_is_told(tmp_path):
    """Its content would be the name of another file."""
    info = zipfile.ZipInfo("a.jpg")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "../secret.jpg")

    (its,) = zip_members(tmp_path / "a.zip").values()

    assert "is a link" in its.reason


def test_a_name_that_stands_twice_is_told(tmp_path):
    """Programs differ in which of the two they take."""
    with pytest.warns(UserWarning, match="Duplicate"):
        path = packed(tmp_path / "a.zip", "a.jpg", "a.jpg")

    assert "more than once" in zip_members(path)["a.jpg"].reason


def test_names_of_other_systems(tmp_path):
    """Backslashes divide folders; what macOS adds of its own is left out."""
    path = packed(tmp_path / "a.zip", "cat\\1.jpg", "cat\\", "__MACOSX/cat/._1.jpg")

    assert list(zip_members(path)) == ["cat/1.jpg"]


@pytest.mark.parametrize("given", ["café".encode(), b"caf\x82"], ids=["utf-8", "cp437"])
def test_names_without_a_declared_encoding(tmp_path, given):
    """UTF-8 where it can be, else the old code page."""
    placeholder = b"x" * len(given)
    path = packed(tmp_path / "a.zip", f"{placeholder.decode()}.jpg")
    path.write_bytes(path.read_bytes().replace(placeholder + b".jpg", given + b".jpg", 1))
    content = path.read_bytes()
    at = content.rindex(placeholder + b".jpg")
    path.write_bytes(content[:at] + given + content[at + len(given) :])

    assert list(zip_members(path)) == ["café.jpg"]


@pytest.mark.parametrize("keep", [0, 30, 200, -1])
def test_a_zip_that_was_cut_off_is_an_error(tmp_path, keep):
    """The whole archive: its directory is at its end."""
    path = packed(tmp_path / "a.zip", "a.jpg", "b.jpg")
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(CallError, match=r"a\.zip: cannot be read as a zip: .*; is it whole\?"):
        zip_members(path)
