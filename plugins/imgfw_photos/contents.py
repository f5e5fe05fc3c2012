"""What lies at a path: whether it is there, as it was, and holds a content; and why it is left alone."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .existing import digest_of

OF_ONE = (
    errno.EACCES,
    errno.EBUSY,
    errno.EFBIG,
    errno.EILSEQ,
    errno.EINVAL,
    errno.ELOOP,
    errno.EMLINK,
    errno.ENAMETOOLONG,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EPERM,
)
"""What the system says of one file or folder; whatever else it says concerns a whole disk."""

_NOTHING = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


class LeftAloneError(Exception):
    """Why nothing is done with a file; the others go on."""


class UnsettledError(LeftAloneError):
    """The same, where the system refused in the middle: the next call finds out what became of it."""


@contextmanager
def left_alone(why: str) -> Iterator[None]:
    """Turns what the system says of one file into an UnsettledError; what it says of a disk passes."""
    try:
        yield
    except OSError as error:
        if error.errno not in OF_ONE:
            raise
        raise UnsettledError(f"{why}: {error.strerror}") from error


def status_of(path: Path | str) -> os.stat_result | None:
    """The status of what lies at a path, of a link itself; None where nothing does.

    Raises LeftAloneError where that cannot be known.
    """
    try:
        return os.lstat(path)
    except OSError as error:
        if error.errno in _NOTHING:
            return None
        raise LeftAloneError(f"cannot be looked at: {error.strerror}") from error


def unchanged(path: Path, size: int, modified_ns: int) -> os.stat_result:
    """The status of a file that is as it was. Raises LeftAloneError where it is gone or changed."""
    status = status_of(path)
    if status is None:
        raise LeftAloneError("is gone")
    if not stat.S_ISREG(status.st_mode):
        raise LeftAloneError("is no ordinary file any more")
    if (status.st_size, status.st_mtime_ns) != (size, modified_ns):
        raise LeftAloneError("changed since the plan was made")
    return status


def holds(path: Path, digest: str) -> bool:
    """Whether an ordinary file is there with this content. Raises LeftAloneError where it cannot be read."""
    status = status_of(path)
    if status is None or not stat.S_ISREG(status.st_mode):
        return False
    try:
        return digest_of(path) == digest
    except FileNotFoundError:
        return False
    except OSError as error:
        raise LeftAloneError(f"cannot be read: {error.strerror}") from error


def other_holds(path: Path, digest: str) -> bool:
    """The same of another file than that which is left alone: the reason names it."""
    try:
        return holds(path, digest)
    except LeftAloneError as error:
        raise LeftAloneError(f"{path} {error}") from error


def links_to(path: Path, source: str) -> bool:
    """Whether a symbolic link is there that says just this. Raises LeftAloneError where nobody can know."""
    status = status_of(path)
    return status is not None and stat.S_ISLNK(status.st_mode) and os.readlink(path) == source


def discard(path: Path) -> None:
    """Remove a file, if one is there."""
    try:
        os.unlink(path)
    except OSError as error:
        if error.errno not in _NOTHING:
            raise
