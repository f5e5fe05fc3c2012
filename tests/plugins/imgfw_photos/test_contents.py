"""What lies at a path."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from imgfw_photos.contents import (
    LeftAloneError,
    UnsettledError,
    discard,
    holds,
    left_alone,
    links_to,
    other_holds,
    status_of,
    unchanged,
)

CONTENT = b"a picture" * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def source(tmp_path) -> Path:
    """A picture."""
    path = tmp_path / "a.jpg"
    path.write_bytes(CONTENT)
    return path


def test_what_a_file_holds(source, tmp_path):
    """Only ordinary files hold anything."""
    (tmp_path / "link").symlink_to(source)

    assert holds(source, DIGEST)
    assert not holds(source, "0" * 64)
    assert not holds(tmp_path / "link", DIGEST)
    assert not holds(tmp_path, DIGEST)
    assert not holds(tmp_path / "gone", DIGEST)


def test_what_changed_is_left_alone(source, tmp_path):
    """By size, time, or kind; with the reason."""
    status = source.stat()
    (tmp_path / "link").symlink_to(source)

    assert unchanged(source, status.st_size, status.st_mtime_ns) == status
    for path, size, told in (
        (source, 1, "changed since"),
        (tmp_path / "gone", 1, "is gone"),
        (source / "below", 1, "is gone"),
        (tmp_path / "link", 1, "is no ordinary file any more"),
    ):
        with pytest.raises(LeftAloneError, match=told):
            unchanged(path, size, status.st_mtime_ns)


def test_what_cannot_be_read_is_not_what_changed(source, monkeypatch):
    """It is told, with the name of the file where that is another one."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)

    with pytest.raises(LeftAloneError, match=r"^cannot be read: Permission denied$"):
        holds(source, DIGEST)
    with pytest.raises(LeftAloneError, match=rf"^{source} cannot be read: Permission denied$"):
        other_holds(source, DIGEST)


def test_what_is_behind_a_closed_folder_is_not_gone(plain):
    """Nobody can know."""
    (plain / "closed").mkdir()
    (plain / "closed" / "a.jpg").touch()
    (plain / "closed").chmod(0)

    for ask in (status_of, lambda path: holds(path, DIGEST), lambda path: links_to(path, "b")):
        with pytest.raises(LeftAloneError, match="cannot be looked at: Permission denied"):
            ask(plain / "closed" / "a.jpg")


@pytest.mark.parametrize("name", ["gone", "a.jpg/below", "x/" * 3000])
def test_where_nothing_can_be_nothing_is(source, name):
    """Not there, below a file, too long for the system."""
    path = source.parent / name

    discard(path)

    assert status_of(path) is None
    assert not holds(path, DIGEST)
    assert not links_to(path, "b")


def test_a_link_says_what_it_says(tmp_path):
    """And nothing else is one."""
    (tmp_path / "link").symlink_to("gone")
    (tmp_path / "file").touch()

    assert links_to(tmp_path / "link", "gone")
    assert not links_to(tmp_path / "link", "elsewhere")
    assert not links_to(tmp_path / "file", "gone")


@pytest.mark.parametrize(("number", "told"), [(errno.EACCES, UnsettledError), (errno.ENOSPC, OSError)])
def test_what_concerns_a_disk_passes(number, told):
    """What concerns one file is why it is left alone."""
    with pytest.raises(told), left_alone("cannot be made"):
        raise OSError(number, os.strerror(number))
