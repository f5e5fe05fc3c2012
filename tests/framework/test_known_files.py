"""A file is known again by its path, size and time of change."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from imgfw import FileDigests, known_files
from imgfw.known_files import BATCH, SETTLED_NS, KnownFiles, has_settled, is_same, place_of
from imgfw.progress import Progress
from imgfw.store import Store

OLD = 10**18


@pytest.fixture
def files(tmp_path) -> list[Path]:
    """Three files of one size that settled long ago."""
    found = [tmp_path / "files" / name for name in "abc"]
    found[0].parent.mkdir()
    for path in found:
        path.write_text(path.name)
        os.utime(path, ns=(OLD, OLD))
    return found


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The names of files that were read."""
    names: list[str] = []

    def digest(path: Path) -> str:
        names.append(path.name)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    monkeypatch.setattr(known_files, "sha256_of", digest)
    return names


def digests(paths: list[Path]) -> list[str]:
    """By a process of its own."""
    with FileDigests() as digest_of:
        return [digest_of(path) for path in paths]


def test_a_file_is_read_once(files, read):
    """Until it has another size or time; the digest is that of its content."""
    first = digests(files)
    assert first == [hashlib.sha256(path.name.encode()).hexdigest() for path in files]
    assert read == ["a", "b", "c"]

    read.clear()
    assert digests(files) == first and read == []

    files[1].write_text("B")
    os.utime(files[1], ns=(OLD, OLD + 1))
    files[2].write_text("longer")
    os.utime(files[2], ns=(OLD, OLD))
    assert digests(files)[0] == first[0] and read == ["b", "c"]


def test_what_predicting_keeps_is_known_here(files, read, tmp_path):
    """Both ask the same log."""
    digest = "7" * 64
    place = place_of(str(files[0]), files[0].stat())
    KnownFiles(Store(Path(os.environ["IMGFW_CACHE"]))).keep({place: digest})

    assert digests(files[:1]) == [digest] and read == []


def test_a_file_that_has_just_changed_is_read_again(files, read):
    """Its time would not tell another change."""
    os.utime(files[0])

    digests(files[:1])
    digests(files[:1])

    assert read == ["a", "a"]


def test_what_was_read_is_kept_as_it_comes(tmp_path, read):
    """An end in the middle loses less than a batch."""
    paths = [tmp_path / str(number) for number in range(BATCH + 3)]
    for path in paths:
        path.write_text(path.name)
        os.utime(path, ns=(OLD, OLD))
    digest_of = FileDigests()
    for path in paths:
        digest_of(path)
    read.clear()

    digests(paths)

    assert len(read) <= 3


def test_where_nothing_can_be_kept_it_is_said(files, monkeypatch, tmp_path):
    """And every file is read."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "file"))
    told: list[str] = []

    class Telling(Progress):
        """Notes it."""

        def say(self, text: str) -> None:
            """One line."""
            told.append(text)

    with FileDigests(Telling()) as digest_of:
        assert digest_of(files[0]) == hashlib.sha256(b"a").hexdigest()

    assert len(told) == 1 and told[0].startswith("the digests of these files are not kept: ")


def test_a_file_that_is_gone_is_the_callers(tmp_path):
    """Nobody can say what was in it."""
    with FileDigests() as digest_of, pytest.raises(FileNotFoundError):
        digest_of(tmp_path / "gone")
    assert not is_same(str(tmp_path / "gone"), "")


def test_a_place_is_path_size_and_time(tmp_path, monkeypatch):
    """Each of them tells two files apart; how the path is given does not matter."""
    file = tmp_path / "a"
    file.write_bytes(b"one")
    monkeypatch.chdir(tmp_path)
    status = file.stat()
    places = {place_of("a", status), place_of(str(file), status)}
    assert len(places) == 1

    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    places.add(place_of("a", file.stat()))
    places.add(place_of("b", file.stat()))
    file.write_bytes(b"longer")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    places.add(place_of("a", file.stat()))
    assert len(places) == 4


def test_a_file_that_has_just_changed_is_not_trusted(tmp_path):
    """It may change again and keep its time."""
    status = tmp_path.stat()

    assert not has_settled(status, status.st_mtime_ns + SETTLED_NS)
    assert not has_settled(status, status.st_mtime_ns - 1)
    assert has_settled(status, status.st_mtime_ns + SETTLED_NS + 1)
