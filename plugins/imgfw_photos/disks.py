"""Disks that are not mounted, or take no more, and what to do then."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imgfw import RunError


def check_mounted(folder: Path, told: str) -> None:
    """Raises RunError where a folder is gone or empty, as the place of a disk is that is not mounted.

    told  why something must be there
    """
    try:
        empty = next(folder.iterdir(), None) is None
    except NotADirectoryError:
        empty = False
    except OSError:
        empty = True
    if empty:
        raise RunError(
            f"{folder}: nothing is there, and {told}; is its disk mounted? Nothing was changed; if it is to "
            "be empty, put any file there"
        )


def held(folder: Path) -> Path | None:
    """The folder, or the first one above it that is there; None where nothing lies in it."""
    while not folder.is_dir():
        folder = folder.parent
    return folder if next(folder.iterdir(), None) is not None else None


def stopped(error: OSError, place: Path, disk: str = "the disk") -> str:
    """What to do where a disk takes no more."""
    after = "what was done stays, and the same command goes on"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{place}: {disk} is full; free some space there: {after}"
    return f"{place}: cannot be written: {error.strerror}; {after}"


@contextmanager
def writing_into_plan(folder: Path) -> Iterator[None]:
    """Turns what the disk of a plan's folder refuses into a RunError that says which disk it is."""
    try:
        yield
    except OSError as error:
        raise RunError(stopped(error, folder, "the disk of the plan's folder")) from error
