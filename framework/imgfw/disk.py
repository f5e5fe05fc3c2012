"""What it takes to keep files whole: locks, marks of living processes, synced folders, a full disk."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import RunError
from .printable import size

_FULL = (errno.ENOSPC, errno.EDQUOT)
_LITTLE = 1 << 20
_WAY_OUT = (
    "free some space (`imgfw cache --prune` removes what earlier runs kept), or go to another disk: "
    "IMGFW_CACHE says where things are kept, --runs where run folders are made. The same command then "
    "continues"
)
_MARK = re.compile(r"[0-9a-f]{16}\.lock")

if sys.platform == "win32":
    import msvcrt

    _BEYOND = 1 << 30  # a lock keeps others from reading the byte: take one that no file of ours uses
    _position = threading.Lock()

    def try_lock(fd: int) -> bool:
        """Take the exclusive lock of an open file, if nobody has it."""
        os.lseek(fd, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _lock(fd: int) -> None:
        while not try_lock(fd):
            time.sleep(0.01)

    def _unlock(fd: int) -> None:
        os.lseek(fd, _BEYOND, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

    def read_at(fd: int, length: int, offset: int) -> bytes:
        """Up to `length` bytes from `offset` on; threads may read at the same time."""
        with _position:
            os.lseek(fd, offset, os.SEEK_SET)
            return os.read(fd, length)

else:
    import fcntl

    def try_lock(fd: int) -> bool:
        """Take the exclusive lock of an open file, if nobody has it."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX)

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)

    def read_at(fd: int, length: int, offset: int) -> bytes:
        """Up to `length` bytes from `offset` on; threads may read at the same time."""
        return os.pread(fd, length, offset)


@contextmanager
def locked(fd: int) -> Iterator[None]:
    """Hold the exclusive lock of an open file, waiting for it. A killed process holds none."""
    _lock(fd)
    try:
        yield
    finally:
        _unlock(fd)


def sync(path: Path) -> None:
    """See that a file, or the entries of a folder, are on the disk."""
    if sys.platform == "win32" and path.is_dir():
        return
    fd = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def size_of(path: Path) -> int:
    """Bytes in a file or in all files of a folder; 0 for what has gone meanwhile."""
    size = 0
    for file in path.rglob("*") if path.is_dir() else [path]:
        with suppress(FileNotFoundError):
            size += file.stat().st_size if file.is_file() else 0
    return size


def newest(path: Path) -> float:
    """When a file, or anything in a folder, was last changed; seconds since the epoch."""
    return max(file.stat().st_mtime for file in [path, *path.rglob("*")])


@contextmanager
def enough_space(where: Path) -> Iterator[None]:
    """Turns what a full disk raises into a RunError that says where, and how to free space."""
    try:
        yield
    except OSError as error:
        # numpy tells of a short write without saying why
        short = error.errno is None and shutil.disk_usage(where).free < _LITTLE
        if error.errno not in _FULL and not short:
            raise
        usage = shutil.disk_usage(where)
        told = f"the disk is full: {size(usage.free)} of {size(usage.total)} are free"
        raise RunError(f"{where}: {told}; {_WAY_OUT}") from error


def check_space(where: Path, needed: float, what: str) -> None:
    """Raises RunError with figures where a disk has not so many bytes free as `what` will still take."""
    free = shutil.disk_usage(where).free
    if needed > free:
        told = f"{what} will take {size(needed)} more here, and {size(free)} are free"
        raise RunError(f"{where}: {told}; {_WAY_OUT}")


class Mark:
    """Says that a process lives, and gives it a folder for drafts; both go with the process.

    `marks` holds the marks of all; `folder` is this one's own.
    """

    def __init__(self, marks: Path) -> None:
        try:
            marks.mkdir(parents=True, exist_ok=True)
            self.folder = self._locked(marks)
        except OSError as error:
            raise RunError(
                f"{marks.parent}: nothing can be kept here ({error.strerror}); "
                "set IMGFW_CACHE to a folder that can be written"
            ) from error

    def draft(self) -> Path:
        """A path in `folder` that nobody has taken."""
        return self.folder / secrets.token_hex(8)

    def _locked(self, marks: Path) -> Path:
        while True:
            lock = marks / f"{secrets.token_hex(8)}.lock"
            fd = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
            if try_lock(fd) and lock.exists():
                break
            os.close(fd)  # a sweep came between making and locking it
        lock.with_suffix("").mkdir()
        weakref.finalize(self, _release, fd, lock, os.getpid())
        return lock.with_suffix("")


def _release(fd: int, lock: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked child must not end its parent's mark
        shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
        lock.unlink(missing_ok=True)
    os.close(fd)


def sweep(marks: Path) -> dict[str, float]:
    """Remove the marks and folders of dead processes; {name: since} of the living ones."""
    living: dict[str, float] = {}
    own = [lock for lock in marks.glob("*.lock") if _MARK.fullmatch(lock.name) and not lock.is_symlink()]
    for lock in sorted(own):
        try:
            fd = os.open(lock, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            if not try_lock(fd):
                living[lock.stem] = os.fstat(fd).st_mtime
                continue
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            with suppress(PermissionError):  # Windows keeps what is open; the next sweep finds it again
                lock.unlink(missing_ok=True)
        finally:
            os.close(fd)
    return living
