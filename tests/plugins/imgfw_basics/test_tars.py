"""The headers of a tar."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from imgfw import CallError, PictureError
from imgfw_basics.archives import content_of
from imgfw_basics.tars import tar_members


def packed(path: Path, *names: str, format: int = tarfile.PAX_FORMAT) -> Path:
    """A tar of files that hold their own name."""
    with tarfile.open(path, "w", format=format) as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = len(name.encode())
            archive.addfile(info, io.BytesIO(name.encode()))
    return path


@pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_files_are_listed_and_read(tmp_path, format):
    """Sorted by name; long names and other alphabets too."""
    long = f"long/{'x' * 90}/{'y' * 90}.jpg"
    path = packed(tmp_path / "a.tar", "./b/2.jpg", "a/1.jpg", "ü.png", long, format=format)

    found = tar_members(path)

    assert list(found) == ["a/1.jpg", "b/2.jpg", long, "ü.png"]
    read = [content_of(path, its).decode().removeprefix("./") for its in found.values()]
    assert read == list(found)


def test_links_are_told_with_the_way_out(tmp_path):
    """Symbolic and hard ones; neither is followed."""
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for kind, name in ((tarfile.SYMTYPE, "soft.jpg"), (tarfile.LNKTYPE, "hard.jpg")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)

    for its in tar_members(path).values():
        assert 'a link to "/etc/passwd"' in its.reason and "--hard-dereference" in its.reason
        with pytest.raises(PictureError, match="is a link"):
            content_of(path, its)


def test_what_is_no_file_is_told(tmp_path):
    """A pipe; a folder is not even listed."""
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for kind, name in ((tarfile.FIFOTYPE, "pipe.jpg"), (tarfile.DIRTYPE, "folder.jpg")):
            info = tarfile.TarInfo(name)
            info.type = kind
            archive.addfile(info)

    assert {name: its.reason for name, its in tar_members(path).items()} == {
        "pipe.jpg": "is no regular file in the archive"
    }


def test_a_name_that_stands_twice_is_told(tmp_path):
    """As `tar -r` makes it."""
    assert "more than once" in tar_members(packed(tmp_path / "a.tar", "a.jpg", "./a.jpg"))["a.jpg"].reason


def test_every_stamp_changes_with_the_archive(tmp_path):
    """There is no checksum, and times in tars are often all the same."""
    before = tar_members(packed(tmp_path / "a.tar", "a.jpg"))["a.jpg"].stamp
    os.utime(tmp_path / "a.tar", ns=(1, 1))

    assert tar_members(tmp_path / "a.tar")["a.jpg"].stamp != before


def test_an_empty_tar_has_no_files(tmp_path):
    """It is a tar all the same."""
    assert tar_members(packed(tmp_path / "a.tar")) == {}


def test_a_tar_that_just_ends_is_whole(tmp_path):
    """Some writers leave out the zeros at the end."""
    path = packed(tmp_path / "a.tar", "a.jpg", format=tarfile.USTAR_FORMAT)
    path.write_bytes(path.read_bytes()[: 2 * tarfile.BLOCKSIZE])

    assert list(tar_members(path)) == ["a.jpg"]


@pytest.mark.parametrize("keep", [0, 100, 514, 1100])
def test_a_tar_that_was_cut_off_is_an_error(tmp_path, keep):
    """In a header, or in the bytes of a file."""
    path = packed(tmp_path / "a.tar", "a.jpg", "b.jpg", format=tarfile.USTAR_FORMAT)
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(CallError, match=r"a\.tar: cannot be read as a tar: .*; is it whole\?"):
        tar_members(path)


def test_a_damaged_header_is_an_error(tmp_path):
    """The files behind it are not passed over in silence."""
    path = packed(tmp_path / "a.tar", "a.jpg", "b.jpg", "c.jpg", format=tarfile.USTAR_FORMAT)
    content = bytearray(path.read_bytes())
    content[1024] ^= 0xFF
    path.write_bytes(content)

    with pytest.raises(CallError, match="damaged at byte 1,024"):
        tar_members(path)
