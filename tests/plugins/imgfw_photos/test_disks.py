"""Disks that are gone or full."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from imgfw import RunError
from imgfw_photos.disks import check_mounted, stopped, writing_into_plan


def test_a_folder_that_is_gone_or_empty_is_told(tmp_path):
    """As the place where a disk was mounted."""
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(RunError, match=r"nothing is there, and 3 were; is its disk mounted\?"):
            check_mounted(folder, "3 were")


def test_what_holds_anything_passes(tmp_path):
    """And so does a file, for a source may be one."""
    (tmp_path / "a.jpg").touch()

    check_mounted(tmp_path, "")
    check_mounted(tmp_path / "a.jpg", "")


def test_a_full_disk_is_told_as_that():
    """With what to do."""
    full, other = (OSError(number, "Broken") for number in (errno.ENOSPC, errno.EIO))

    assert stopped(full, Path("/a")) == (
        "/a: the disk is full; free some space there: what was done stays, and the same command goes on"
    )
    assert stopped(other, Path("/a")).startswith("/a: cannot be written: Broken; what was done stays")


def test_the_disk_of_a_plan_is_told_as_that(tmp_path):
    """It may be another one than that of the pictures."""
    told = "the disk of the plan's folder is full; free some space there"
    with pytest.raises(RunError, match=told), writing_into_plan(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
