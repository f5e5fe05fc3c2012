"""Files to new places."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from imgfw import RunError
from imgfw_photos import transfer
from imgfw_photos.transfer import (
    LeftAloneError,
    copy_new,
    holds,
    link_new,
    rename_new,
    unchanged,
)

CONTENT = b"a picture" * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def source(tmp_path) -> Path:
    """A private picture of long ago."""
    path = tmp_path / "a.jpg"
    path.write_bytes(CONTENT)
    path.chmod(0o400)
    os.utime(path, ns=(10**18, 10**18 + 123_456_789))
    return path


@pytest.fixture(params=["rename", "link"])
def way(request, monkeypatch):
    """The system's own rename, and what is done where there is none."""
    if request.param == "link":
        monkeypatch.setattr(transfer, "_renaming", lambda: None)


def test_a_copy_is_like_its_source(source, tmp_path, way):
    """Content, mode, time; no draft is left."""
    copy_new(source, tmp_path / "b.jpg", tmp_path / ".draft", DIGEST)

    made = (tmp_path / "b.jpg").stat()
    assert (tmp_path / "b.jpg").read_bytes() == CONTENT
    assert (made.st_mode, made.st_mtime_ns) == (source.stat().st_mode, 10**18 + 123_456_789)
    assert sorted(os.listdir(tmp_path)) == ["a.jpg", "b.jpg"]


def test_extended_attributes_go_along(source, tmp_path):
    """Where the disk has them."""
    source.chmod(0o600)
    try:
        os.setxattr(source, "user.rating", b"5")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")

    copy_new(source, tmp_path / "b.jpg", tmp_path / ".draft", DIGEST)

    assert os.getxattr(tmp_path / "b.jpg", "user.rating") == b"5"


def test_nothing_takes_the_place_of_another(source, tmp_path, way):
    """A file, a folder, a link that leads nowhere."""
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")

    for name in ("file", "folder", "link"):
        for act in (rename_new, link_new, lambda one, to: copy_new(one, to, tmp_path / ".draft", DIGEST)):
            with pytest.raises(FileExistsError):
                act(source, tmp_path / name)

    assert (tmp_path / "file").read_bytes() == b"mine"
    assert source.read_bytes() == CONTENT
    assert sorted(os.listdir(tmp_path)) == ["a.jpg", "file", "folder", "link"]


def test_a_file_gets_another_name(source, tmp_path, way):
    """And no longer has the first."""
    rename_new(source, tmp_path / "b.jpg")

    assert os.listdir(tmp_path) == ["b.jpg"]
    assert (tmp_path / "b.jpg").read_bytes() == CONTENT


def test_a_name_that_cannot_be_given_up_keeps_the_file_where_it_was(source, tmp_path, monkeypatch):
    """There is one name afterwards, not two."""
    monkeypatch.setattr(transfer, "_renaming", lambda: None)
    unlink = os.unlink

    def refused(path: Path) -> None:
        if path == source:
            raise PermissionError(errno.EACCES, "no", str(path))
        unlink(path)

    monkeypatch.setattr(os, "unlink", refused)
    with pytest.raises(PermissionError):
        rename_new(source, tmp_path / "b.jpg")

    assert os.listdir(tmp_path) == ["a.jpg"]


def test_a_disk_without_links_is_told(source, tmp_path, monkeypatch):
    """Where it cannot rename safely either."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(transfer, "_renaming", lambda: lambda one, to: errno.EINVAL)
    monkeypatch.setattr(os, "link", refused)

    with pytest.raises(RunError, match="this disk has no hard links"):
        rename_new(source, tmp_path / "b.jpg")

    assert os.listdir(tmp_path) == ["a.jpg"]


def test_another_content_is_not_copied(source, tmp_path):
    """What is found out while it is read leaves nothing behind."""
    with pytest.raises(LeftAloneError, match="changed since the plan was made"):
        copy_new(source, tmp_path / "b.jpg", tmp_path / ".draft", "0" * 64)

    assert os.listdir(tmp_path) == ["a.jpg"]


def test_a_disk_that_gives_back_something_else_is_told(source, tmp_path, monkeypatch):
    """And nothing stands under the final name."""
    monkeypatch.setattr(transfer, "digest_of", lambda _: "0" * 64)

    with pytest.raises(RunError, match="a copy is not what was written there"):
        copy_new(source, tmp_path / "b.jpg", tmp_path / ".draft", DIGEST)

    assert os.listdir(tmp_path) == ["a.jpg"]


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
