"""Locks, marks of living processes, a full disk."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from imgfw.disk import Mark, check_space, enough_space, locked, newest, size_of, sweep, try_lock
from imgfw.errors import RunError


@pytest.fixture
def two(tmp_path: Path):
    """The same file, opened twice."""
    (tmp_path / "file").touch()
    one, other = (os.open(tmp_path / "file", os.O_RDWR) for _ in range(2))
    yield one, other
    os.close(one)
    os.close(other)


def test_a_lock_is_held_by_one(two: tuple[int, int]) -> None:
    """While one holds it nobody else gets it; afterwards they do, an error inside or not."""
    one, other = two

    with pytest.raises(ValueError, match="inside"), locked(one):
        during = try_lock(other)
        raise ValueError("inside")

    assert not during
    assert try_lock(other)
    assert not try_lock(one)


def test_a_mark_lasts_as_long_as_its_owner(tmp_path: Path) -> None:
    """A mark is seen while it is held; its folder goes with it, and so does what a dead one left."""
    mark, dead = Mark(tmp_path), tmp_path / "00112233aabbccdd"
    (mark.draft()).write_text("x")
    dead.with_suffix(".lock").touch()
    dead.mkdir()
    (dead / "draft").touch()

    living = sweep(tmp_path)
    kept = [path.name for path in tmp_path.iterdir()]
    name = mark.folder.name
    del mark

    assert list(living) == [name]
    assert sorted(kept) == sorted([name, f"{name}.lock"])
    assert not list(tmp_path.iterdir())
    assert sweep(tmp_path / "absent") == {}


def test_drafts_do_not_meet(tmp_path: Path) -> None:
    """Two drafts of one mark, and the folders of two marks, differ."""
    one, other = Mark(tmp_path), Mark(tmp_path)

    assert one.draft() != one.draft()
    assert one.folder != other.folder


def test_a_short_write_on_a_full_disk_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """numpy does not say why a write was short: with no space left it is the disk, otherwise it is not."""
    usage = shutil.disk_usage(tmp_path)

    def write(free: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))
        with enough_space(tmp_path):
            raise OSError("100 requested and 10 written")

    with pytest.raises(RunError, match=r"disk is full: 0 B of .* are free"):
        write(free=0)
    with pytest.raises(OSError, match="requested"):
        write(free=1 << 40)


def test_a_full_disk_is_told_with_its_cause(tmp_path: Path) -> None:
    """The error keeps the one it stands for."""
    cause = OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(RunError) as told, enough_space(tmp_path):
        raise cause

    assert told.value.__cause__ is cause


def test_what_will_not_fit_is_refused_with_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How much it will take, how much there is, and what to do."""
    usage = shutil.disk_usage(tmp_path)._replace(free=4_100_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    check_space(tmp_path, 4_100_000_000, "90 rows")
    with pytest.raises(RunError) as told:
        check_space(tmp_path, 12_300_000_000, "90 rows")

    assert str(told.value).startswith(
        f"{tmp_path}: 90 rows will take 12.3 GB more here, and 4.1 GB are free; "
    )
    assert "imgfw cache --prune" in str(told.value)


def test_sizes_and_ages_of_files_and_folders(tmp_path: Path) -> None:
    """A folder is as large as its files and as new as the newest thing in it; what is gone has no size."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_bytes(bytes(10))
    (tmp_path / "b").write_bytes(bytes(5))
    os.utime(tmp_path / "deep" / "a", (3e9, 3e9))

    assert size_of(tmp_path) == 15
    assert size_of(tmp_path / "b") == 5
    assert size_of(tmp_path / "gone") == 0
    assert newest(tmp_path) == 3e9
