"""Files to new places."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

import pytest

from imgfw import RunError
from imgfw_photos import transfer
from imgfw_photos.contents import LeftAloneError
from imgfw_photos.transfer import copy_new, draft_in, is_draft, link_new, rename_new, replace_same

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


def attributed(path: Path) -> bool:
    """Whether it got an extended attribute, which not every disk has."""
    try:
        os.setxattr(path, "user.rating", b"5")
    except (OSError, AttributeError):
        return False
    return True


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
    if not attributed(source):
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


def test_what_is_replaced_is_like_what_was_there(source, tmp_path):
    """Owner, mode and attributes; its time is that of the content."""
    place = tmp_path / "there.jpg"
    place.write_bytes(b"before")
    place.chmod(0o640)
    attributes = attributed(place)
    if os.geteuid() == 0:
        os.chown(place, 1234, 2345)
    before = place.stat()

    replace_same(source, place, tmp_path / ".draft", DIGEST, hashlib.sha256(b"before").hexdigest())

    after = place.stat()
    assert place.read_bytes() == CONTENT
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert after.st_mtime_ns == source.stat().st_mtime_ns
    assert not attributes or os.getxattr(place, "user.rating") == b"5"


def test_what_changed_meanwhile_is_not_replaced(source, tmp_path):
    """It is somebody's work."""
    (tmp_path / "there.jpg").write_bytes(b"edited")

    with pytest.raises(LeftAloneError, match=r"there\.jpg was changed meanwhile"):
        replace_same(source, tmp_path / "there.jpg", tmp_path / ".draft", DIGEST, "0" * 64)

    assert (tmp_path / "there.jpg").read_bytes() == b"edited"


def test_the_names_of_what_is_begun(tmp_path):
    """Are hidden, new each time, and known again."""
    one, other = draft_in(tmp_path), draft_in(tmp_path)

    assert one != other and one.parent == tmp_path
    assert is_draft(str(one)) and not is_draft(str(tmp_path / "a.jpg"))


def test_a_file_of_somebody_else_gets_no_further_name(plain):
    """Where the system protects it; it is not its disk that is at fault."""
    protected = Path("/proc/sys/fs/protected_hardlinks")
    if os.getuid() or not protected.exists() or protected.read_text().strip() != "1":
        pytest.skip("no file of somebody else can be made here, or nothing protects it")
    source = plain / "a.jpg"
    source.write_bytes(CONTENT)
    source.chmod(0o444)
    nobody = os.geteuid()
    os.seteuid(0)
    os.chown(source, 1234, 1234)
    os.seteuid(nobody)

    with pytest.raises(LeftAloneError, match="belongs to somebody else"):
        link_new(source, plain / "b.jpg")

    assert os.listdir(plain) == ["a.jpg"]


def test_a_mode_that_cannot_be_kept_on_one_disk_is_told(source, tmp_path, monkeypatch):
    """What was private stays so, and what was not does not become it."""
    place = tmp_path / "there.jpg"
    place.write_bytes(b"before")
    place.chmod(0o644)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(shutil, "copystat", refused)
    replace_same(source, place, tmp_path / ".draft", DIGEST, hashlib.sha256(b"before").hexdigest())
    assert place.stat().st_mode & 0o777 == 0o644

    monkeypatch.setattr(os, "chmod", refused)
    with pytest.raises(PermissionError):
        replace_same(source, place, tmp_path / ".draft", DIGEST, DIGEST)
