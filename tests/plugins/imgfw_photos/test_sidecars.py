"""Labels in the sidecars beside pictures."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from imgfw import RunError
from imgfw_photos.applying import apply
from imgfw_photos.plan import Item, Plan, write_plan
from imgfw_photos.plan_table import write_items
from imgfw_photos.sidecars import STORE
from imgfw_photos.undoing import undo
from imgfw_photos.xmp import merged


@pytest.fixture
def photos(tmp_path) -> Path:
    """Two pictures; the first has a sidecar of somebody's own, private and old."""
    folder = tmp_path / "from"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_text(name)
    (folder / "a.xmp").write_bytes(merged(None, ["mine"]))
    (folder / "a.xmp").chmod(0o600)
    for path in (*folder.iterdir(), folder):
        os.utime(path, ns=(10**18, 10**18))
    return folder


@pytest.fixture
def plan(photos, tmp_path) -> Path:
    """For both."""
    folder = tmp_path / "plan"
    folder.mkdir()

    def item(name: str, **more: Any) -> Item:
        status = (photos / name).stat()
        return Item(str(photos / name), "placed", status.st_size, status.st_mtime_ns, **more)

    items = [
        item("a.jpg", labels=("cat", "me")),
        item("a.xmp", follows=str(photos / "a.jpg")),
        item("b.jpg", labels=("cat",)),
    ]
    write_plan(folder, Plan(photos, (photos,), "xmp"))
    write_items(folder, items)
    return folder


def tree(folder: Path) -> dict[str, Any]:
    """Names, bytes, modes and times."""
    found = {path.name: (path.read_bytes(), path.stat()) for path in folder.iterdir()}
    times: dict[str, Any] = {name: (c, s.st_mode, s.st_mtime_ns) for name, (c, s) in found.items()}
    return {**times, ".": folder.stat().st_mtime_ns}


def test_labels_are_written_once_and_taken_back(photos, plan):
    """An old sidecar keeps what it says and comes back to the bit, with mode and time; a new one goes."""
    before = tree(photos)

    found = apply(plan)
    written = {path.name: path.read_bytes() for path in photos.glob("*.xmp")}
    again = apply(plan)
    undone = undo(plan)

    assert (found.made, found.left, again.made, again.kept) == (2, {}, 0, 2)
    assert sorted(written) == ["a.xmp", "b.jpg.xmp"]
    assert written["a.xmp"] == merged(merged(None, ["mine"]), ["cat", "me"])
    assert (undone.undone, undone.stays) == (2, {})
    assert tree(photos) == before


def test_pictures_themselves_are_not_touched(photos, plan):
    """Their bytes, modes and times; and the sidecar stays as private as it was."""
    before = tree(photos)

    apply(plan)

    after = tree(photos)
    assert [after[name] for name in ("a.jpg", "b.jpg")] == [before[name] for name in ("a.jpg", "b.jpg")]
    assert (photos / "a.xmp").stat().st_mode & 0o777 == 0o600


def test_a_sidecar_that_somebody_edited_stays(photos, plan):
    """It is listed by undo."""
    apply(plan)
    (photos / "a.xmp").write_bytes(merged(None, ["another"]))

    assert undo(plan).stays == {str(photos / "a.xmp"): "was changed since"}
    assert (photos / "a.xmp").read_bytes() == merged(None, ["another"])
    assert not (photos / "b.jpg.xmp").exists()


def test_the_plan_may_lie_elsewhere_by_then(photos, plan, tmp_path, monkeypatch):
    """Named from another folder, or moved: what was there is kept in it."""
    before = tree(photos)
    monkeypatch.chdir(tmp_path)
    apply(Path("plan"))
    plan.rename(tmp_path / "moved")
    monkeypatch.chdir("/")

    assert undo(tmp_path / "moved").stays == {}
    assert tree(photos) == before


def test_what_is_no_xmp_is_left_as_it_is(photos, plan):
    """With the reason; the other picture goes on."""
    (photos / "a.xmp").write_bytes(b"no xml")

    found = apply(plan)

    assert found.made == 1
    assert "no XML that can be read" in found.left[str(photos / "a.jpg")]
    assert (photos / "a.xmp").read_bytes() == b"no xml"


@pytest.mark.parametrize("which", ["a.xmp", "b.jpg.xmp"])
def test_killed_before_and_after_it_is_written(photos, plan, monkeypatch, which):
    """It goes on, and is undone to the bit."""
    before = tree(photos)
    replace, link = os.replace, os.link
    from imgfw_photos import transfer

    monkeypatch.setattr(transfer, "_renaming", lambda: None)
    for late in (False, True):

        def stop(call: Any, late: bool = late) -> Any:
            def stopped(one: Any, to: Any, **more: Any) -> None:
                if Path(to).name != which:
                    return call(one, to, **more)
                if late:
                    call(one, to, **more)
                raise KeyboardInterrupt

            return stopped

        monkeypatch.setattr(os, "replace", stop(replace))
        monkeypatch.setattr(os, "link", stop(link))
        with pytest.raises(KeyboardInterrupt):
            apply(plan)
        monkeypatch.setattr(os, "replace", replace)
        monkeypatch.setattr(os, "link", link)

        assert not apply(plan).left
        assert sorted(path.name for path in photos.iterdir()) == ["a.jpg", "a.xmp", "b.jpg", "b.jpg.xmp"]
        assert not undo(plan).stays
        assert tree(photos) == before


def test_what_was_there_is_kept_in_the_plan(photos, plan):
    """Under the sha256 of its content."""
    before = (photos / "a.xmp").read_bytes()

    apply(plan)

    assert before in [path.read_bytes() for path in (plan / STORE).iterdir()]


def test_a_sidecar_keeps_its_owner_and_attributes(photos, plan):
    """When it is written, and when it comes back."""
    sidecar = photos / "a.xmp"
    try:
        os.setxattr(sidecar, "user.rating", b"5")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    if os.geteuid() == 0:
        os.chown(sidecar, 1234, 2345)

    def seen() -> Any:
        status = sidecar.stat()
        return status.st_uid, status.st_gid, status.st_mode, os.getxattr(sidecar, "user.rating")

    before = seen()
    apply(plan)
    written = seen()
    undo(plan)

    assert written == seen() == before


def test_a_sidecar_that_somebody_removed_is_written_again(photos, plan):
    """And gone after undo."""
    apply(plan)
    (photos / "b.jpg.xmp").unlink()

    again = apply(plan)

    assert (again.made, again.kept, again.left) == (1, 1, {})
    assert undo(plan).undone == 2
    assert not (photos / "b.jpg.xmp").exists()


def test_a_sidecar_that_is_written_again_has_the_time_of_that(photos, plan):
    """So that programs read it again."""
    apply(plan)
    undo(plan)
    for kept in (plan / STORE).iterdir():
        os.utime(kept, ns=(10**18, 10**18))

    apply(plan)

    assert (photos / "a.xmp").stat().st_mtime_ns > 10**18


def test_a_full_disk_of_the_plan_is_told_as_that(photos, plan, monkeypatch):
    """What was there is kept on it before anything is written."""
    before = tree(photos)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("imgfw_photos.sidecars.copy_new", full)
    with pytest.raises(RunError, match="the disk of the plan's folder is full"):
        apply(plan)

    assert tree(photos) == before
