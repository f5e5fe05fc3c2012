"""Files in archives, read without unpacking."""

from __future__ import annotations

import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import PictureError
from imgfw_basics.archives import BOMB_BYTES, MAX_BYTES, Member, by_name, content_of, start_of_member, why_not


def member(**fields: object) -> Member:
    """A member with some fields of its own."""
    return Member(**{"start": 0, "stored": 4, "size": 4, "stamp": "1", **fields})  # type: ignore[arg-type]


def deflated(content: bytes) -> bytes:
    """As a zip holds it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def zipped(path: Path, content: bytes, **fields: object) -> Member:
    """A file that is one deflated member of a zip behind 7 odd bytes, and that member."""
    stored = deflated(content)
    header = b"PK\3\4" + bytes(22) + (3).to_bytes(2, "little") + (2).to_bytes(2, "little") + b"a/bxx"
    path.write_bytes(b"odd one" + header + stored)
    size = {"start": 7, "stored": len(stored), "size": len(content), "method": 8, "crc": zlib.crc32(content)}
    return member(**{**size, **fields})


@pytest.mark.parametrize("content", [b"", b"x", b"abc" * 1000, os.urandom(5000)], ids=len)
def test_a_deflated_member_is_read_where_it_lies(tmp_path, content):
    """Its name and extra fields are passed over."""
    its = zipped(tmp_path / "a.zip", content)

    assert content_of(tmp_path / "a.zip", its) == content


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"size": 2999}, "holds more than the 2,999 bytes"),
        ({"size": 3001}, "is damaged"),
        ({"crc": 1}, "is damaged"),
        ({"stored": 8}, "is damaged"),
        ({"start": 0}, "is damaged"),
        ({"start": 10_000}, "is damaged"),
        ({"reason": "is a link"}, "is a link"),
    ],
    ids=str,
)
def test_a_member_that_is_not_what_it_says_is_refused(tmp_path, fields, reason):
    """Another size, checksum, length or place, or a reason from the listing."""
    its = zipped(tmp_path / "a.zip", b"abc" * 1000, **fields)

    with pytest.raises(PictureError, match=reason):
        content_of(tmp_path / "a.zip", its)


def test_bytes_that_are_not_deflated_are_refused(tmp_path):
    """The error is the same as for any damage."""
    its = zipped(tmp_path / "a.zip", b"abc" * 1000)
    content = bytearray((tmp_path / "a.zip").read_bytes())
    content[-its.stored :] = b"\xff" * its.stored
    (tmp_path / "a.zip").write_bytes(content)

    with pytest.raises(PictureError, match="is damaged"):
        content_of(tmp_path / "a.zip", its)


def test_no_more_than_a_byte_beyond_the_declared_size_is_inflated(tmp_path, monkeypatch):
    """A member that lies about its size costs no memory."""
    its = zipped(tmp_path / "a.zip", bytes(10_000_000), size=10)
    asked = []
    unpacker = zlib.decompressobj

    class Watched:
        def __init__(self, bits: int) -> None:
            self.its = unpacker(bits)

        def decompress(self, stored: bytes, most: int) -> bytes:
            asked.append(most)
            return self.its.decompress(stored, most)

    monkeypatch.setattr(zlib, "decompressobj", Watched)

    with pytest.raises(PictureError, match="more than the 10 bytes"):
        content_of(tmp_path / "a.zip", its)
    assert asked == [11]


def test_an_archive_that_is_gone_is_a_reason(tmp_path):
    """One picture cannot be used; nothing else happens."""
    with pytest.raises(PictureError, match=r"cannot be read from gone\.zip: No such file"):
        content_of(tmp_path / "gone.zip", member())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files in /proc")
def test_no_file_stays_open(tmp_path):
    """After good and refused reads from several threads."""
    good = zipped(tmp_path / "a.zip", b"abc" * 1000)
    bad = member(start=good.start, stored=good.stored, size=1, method=8, crc=0)

    def read(number: int) -> bytes:
        try:
            return content_of(tmp_path / "a.zip", bad if number % 3 == 0 else good)
        except PictureError:
            return b""

    with ThreadPoolExecutor(8) as pool:
        before = len(os.listdir("/proc/self/fd"))
        found = list(pool.map(read, range(300)))
        after = len(os.listdir("/proc/self/fd"))

    assert before == after
    assert found.count(b"abc" * 1000) == 200


@pytest.mark.parametrize(
    ("size", "stored", "start", "reason"),
    [
        (0, 0, 100, ""),
        (50, 50, 50, ""),
        (50, 51, 50, "reaches past the end"),
        (MAX_BYTES, MAX_BYTES // 4, -MAX_BYTES, ""),
        (MAX_BYTES + 1, 5, 0, "declares 536,870,913 bytes"),
        (5, MAX_BYTES + 1, 0, "declares 536,870,913 bytes"),
        (BOMB_BYTES + 1, 100, 0, "no picture can be packed so small"),
        (BOMB_BYTES, 100, 0, ""),
    ],
)
def test_sizes_are_judged_before_anything_is_read(size, stored, start, reason):
    """Too large, packed too small, or beyond the end of an archive of 100 bytes."""
    why = why_not(size, stored, start, 100)

    assert reason in why and bool(reason) == bool(why)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("a/b.jpg", "a/b.jpg"),
        ("./a/b.jpg", "a/b.jpg"),
        ("/etc/b.jpg", "etc/b.jpg"),
        ("//a//b.jpg", "a/b.jpg"),
        ("../../etc/b.jpg", "etc/b.jpg"),
        ("a/../b.jpg", "b.jpg"),
        ("a b/ü.jpg", "a b/ü.jpg"),
    ],
)
def test_names_stay_below_the_root(given, name):
    """Whatever is absolute or leads upwards is a name below it."""
    assert list(by_name([(given, member())])) == [name]


@pytest.mark.parametrize("nameless", ["", ".", "/", "..", "./"])
def test_what_has_no_name_is_no_file(nameless):
    """Archives name their root so."""
    assert by_name([(nameless, member())]) == {}


def test_a_name_that_stands_twice_is_refused(tmp_path):
    """Also where the two are written differently; the others are read."""
    found = by_name([("a.jpg", member()), ("b.jpg", member()), ("./a.jpg", member(start=9))])

    assert list(found) == ["a.jpg", "b.jpg"]
    assert found["b.jpg"].reason == ""
    with pytest.raises(PictureError, match="more than once"):
        content_of(tmp_path, found["a.jpg"])


@given(st.lists(st.text(alphabet="./ab\\", max_size=9)))
def test_every_name_is_plain_and_in_order(names):
    """No empty part, no dots, no root; sorted part by part."""
    found = list(by_name([(name, member()) for name in names]))

    parts = [name.split("/") for name in found]
    assert all(part not in ("", ".", "..") for each in parts for part in each)
    assert parts == sorted(parts)


def test_a_member_of_a_tar_has_no_header_before_it(tmp_path):
    """Its bytes begin where it says; one that was cut off is damaged."""
    (tmp_path / "a.tar").write_bytes(b"xxabcd")

    assert content_of(tmp_path / "a.tar", member(start=2)) == b"abcd"
    with pytest.raises(PictureError, match="is damaged"):
        content_of(tmp_path / "a.tar", member(start=3))


@pytest.mark.parametrize("content", [b"", b"x", b"abc" * 1000, os.urandom(5000)], ids=len)
def test_the_beginning_of_a_member_is_read_alone(tmp_path, content):
    """Packed or not, whatever its checksum is: at least the 256 bytes that tell a format."""
    packed = zipped(tmp_path / "a.zip", content, crc=1)
    (tmp_path / "a.tar").write_bytes(content)
    plain = member(stored=len(content), size=len(content))

    for archive, its in (("a.zip", packed), ("a.tar", plain)):
        start = start_of_member(tmp_path / archive, its)
        assert content.startswith(start) and min(len(content), 256) <= len(start) <= 512


@pytest.mark.parametrize("fields", [{"start": 0}, {"start": 10_000}, {"reason": "is a link"}], ids=str)
def test_a_member_that_cannot_be_read_has_no_beginning(tmp_path, fields):
    """The reason is told by whoever reads it whole."""
    assert start_of_member(tmp_path / "a.zip", zipped(tmp_path / "a.zip", b"abc" * 1000, **fields)) == b""
    assert start_of_member(tmp_path / "gone.zip", member()) == b""


def test_damaged_bytes_have_no_beginning(tmp_path):
    """What cannot be inflated at all."""
    its = zipped(tmp_path / "a.zip", b"abc" * 1000)
    whole = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(whole[: -its.stored] + b"\xff" * its.stored)

    assert start_of_member(tmp_path / "a.zip", its) == b""
