"""Which files may be pictures."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from imgfw.errors import CallError, PictureError, UnavailableError
from imgfw.files import (
    BESIDE,
    LARGEST,
    RAW,
    SUFFIXES,
    ending_of,
    is_picture,
    known_sha256,
    may_be_picture,
    passed_over,
    pictures_under,
    read_file,
    stamp_of,
    start_of,
)

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("a.JPG", True),
        ("a.heic", True),
        ("IMG_0001", True),
        ("a.txt", False),
        (".a.jpg", False),
        ("a.jpg.xmp", False),
    ],
)
def test_the_ending_decides_what_is_looked_into(name: str, may: bool):
    """Pictures by ending in any case, files without an ending; never hidden ones."""
    assert may_be_picture(name) == may


@pytest.mark.parametrize(
    ("name", "start", "is_one"),
    [
        ("a.jpg", None, True),
        ("a.jpg_large", JPEG, True),
        ("a.dat", JPEG, True),
        ("a.jpg!d", JPEG, True),
        ("a.dat", b"no picture", False),
        ("a.dat", b"", False),
        ("wrong.txt", None, False),
        ("a.NEF", None, False),
        ("IMG_1.mov", None, False),
        (".a.dat", None, False),
    ],
)
def test_an_odd_ending_is_decided_by_the_first_bytes(name: str, start: bytes | None, is_one: bool):
    """Only there is the file opened; raw files, films and side files are not."""

    def read() -> bytes:
        assert start is not None, f"{name} was opened"
        return start

    assert is_picture(name, read) == is_one


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({}, ""),
        ({".dat": 0}, ""),
        ({".dat": 1}, "1 file passed over: .dat 1"),
        ({".jpg_large": 10, ".dat": 30}, "40 files passed over: .dat 30, .jpg_large 10"),
        ({".b": 1, ".a": 1, ".c": 1200}, "1,202 files passed over: .c 1,200, .a 1, .b 1"),
        (dict.fromkeys("abcdefg", 2), "14 files passed over: a 2, b 2, c 2, d 2, others 6"),
    ],
)
def test_what_is_passed_over_is_one_sentence(counts: dict[str, int], told: str):
    """The most frequent endings first, alike ones by name."""
    assert passed_over(counts) == told


def test_pictures_with_odd_endings_are_found_and_others_counted(tmp_path):
    """At any depth; hidden files, pipes and folders are not counted, and an unreadable one is no picture."""
    for name, content in {
        "a.dat": JPEG, "in/b.jpg_large": JPEG, "c.dat": b"x", "in/d.DAT": b"", "e.txt": JPEG, ".f.dat": b"x",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "g.dat").mkdir()
    (tmp_path / "h.dat").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "i.dat")
    passed: Counter[str] = Counter()

    found = [path.relative_to(tmp_path).as_posix() for path in pictures_under(tmp_path, passed)]

    assert found == ["a.dat", "in/b.jpg_large"]
    assert passed == {".dat": 3, ".txt": 1}
    assert start_of(tmp_path / "a.dat") == JPEG and start_of(tmp_path / "gone") == b""


def test_no_ending_stands_on_two_lists():
    """What is never opened is no picture by its name."""
    assert not SUFFIXES & RAW and not SUFFIXES & BESIDE and not RAW & BESIDE
    assert all(ending == ending_of(f"x{ending}") for ending in SUFFIXES | RAW | BESIDE)


def test_files_at_any_depth_in_order(tmp_path):
    """Folders are walked in sorted order, hidden ones are not."""
    for name in ("b/2.png", "b/1.jpg", "a.jpg", "c", "notes.txt", ".git/x.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")

    found = [path.relative_to(tmp_path).as_posix() for path in pictures_under(tmp_path)]

    assert found == ["a.jpg", "b/1.jpg", "b/2.png", "c"]


def test_a_link_that_leads_back_ends(tmp_path):
    """A folder that contains itself is walked once."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jpg").write_bytes(b"")
    (tmp_path / "in" / "back").symlink_to(tmp_path)

    assert [path.name for path in pictures_under(tmp_path)] == ["a.jpg"]


def test_links_count_even_those_that_lead_nowhere(tmp_path):
    """A link to a picture is one; a link to nothing or to itself is told by whoever reads it."""
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "b.jpg").symlink_to(tmp_path / "a.jpg")
    (tmp_path / "c.jpg").symlink_to(tmp_path / "gone")
    (tmp_path / "d.jpg").symlink_to(tmp_path / "d.jpg")
    os.mkfifo(tmp_path / "e.jpg")

    assert [path.name for path in pictures_under(tmp_path)] == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]


def test_what_cannot_be_a_picture_is_not_read(tmp_path):
    """A folder, a pipe, nothing at all and a file beyond all pictures are told; no byte of them is read."""
    (tmp_path / "small.jpg").write_bytes(b"abc")
    with (tmp_path / "giant.jpg").open("wb") as file:
        file.truncate(LARGEST + 1)
    os.mkfifo(tmp_path / "pipe.jpg")

    assert read_file(tmp_path / "small.jpg") == b"abc"
    for name, reason in (
        ("giant.jpg", "larger than 1,024 MiB"),
        ("pipe.jpg", "not a file"),
        ("", "not a file"),
    ):
        with pytest.raises(PictureError, match=reason):
            read_file(tmp_path / name)
    with pytest.raises(UnavailableError, match="cannot be read: No such file"):
        read_file(tmp_path / "gone.jpg")


def test_the_stamp_tells_size_and_time(tmp_path):
    """Another size or another time is another stamp; what cannot be asked has none."""
    file = tmp_path / "a.jpg"
    file.write_bytes(b"1")
    first = stamp_of(file)
    os.utime(file, ns=(1, 1))
    second = stamp_of(file)
    file.write_bytes(b"12")
    os.utime(file, ns=(1, 1))

    assert len({first, second, stamp_of(file)}) == 3
    assert stamp_of(tmp_path / "gone.jpg") == ""


def test_the_stamp_of_another_file_of_equal_size_and_time_differs(tmp_path):
    """Put in its place, or written over it with the time set back, as `cp -p` and `rsync -t` do."""
    file, other = tmp_path / "a.jpg", tmp_path / "b.jpg"
    file.write_bytes(b"1")
    other.write_bytes(b"2")
    for each in (file, other):
        os.utime(each, ns=(1, 1))
    first, changed = stamp_of(file), file.stat().st_ctime_ns

    while file.stat().st_ctime_ns == changed:  # the system's clock goes in steps
        file.write_bytes(b"3")
        os.utime(file, ns=(1, 1))
    second = stamp_of(file)
    other.replace(file)

    assert len({first, second, stamp_of(file)}) == 3


def test_a_stamp_stays_as_long_as_nobody_writes(tmp_path):
    """Reading is no change."""
    file = tmp_path / "a.jpg"
    file.write_bytes(b"1")
    before = stamp_of(file)

    read_file(file)

    assert stamp_of(file) == before


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path):
    """Nothing is passed over in silence."""
    with pytest.raises(CallError, match="gone: cannot be listed: No such file"):
        list(pictures_under(tmp_path / "gone"))


def test_the_sha256_of_a_file_is_read_again_when_it_changed(tmp_path, monkeypatch):
    """And not before: its stamp tells."""
    reads = []
    monkeypatch.setattr("imgfw.files.sha256_of", lambda path: reads.append(path) or str(len(reads)))
    file = tmp_path / "a.bin"
    file.write_bytes(b"1")
    first = known_sha256(file), known_sha256(file)
    file.write_bytes(b"22")

    assert first == ("1", "1") and known_sha256(file) == "2"
