"""A file to a new place: whole, verified, and never in the place of another."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

from imgfw import RunError, sync

from .contents import LeftAloneError, discard, other_holds
from .existing import digest_of

CHUNK = 1 << 20
_EXCLUSIVE = {"linux": ("renameat2", 1), "darwin": ("renameatx_np", 4)}
_HERE = {"linux": -100, "darwin": -2}
_UNABLE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
_DRAFT = ".imgfw-"


def draft_in(folder: Path) -> Path:
    """A new name for what is begun in a folder."""
    return folder / f"{_DRAFT}{secrets.token_hex(8)}"


def is_draft(path: str) -> bool:
    """Whether a path has such a name."""
    return os.path.basename(path).startswith(_DRAFT)


def copy_new(source: Path, place: Path, draft: Path, digest: str) -> None:
    """Copy a file to a new place, with its mode, times and extended attributes, by way of a draft beside it.

    digest  sha256 of what it must hold
    Raises FileExistsError where the place is taken, LeftAloneError where the source cannot be read or holds
    something else, RunError where the disk gives back something else than was written.
    """
    with drafted(source, draft, digest):
        rename_new(draft, place)


@contextmanager
def drafted(source: Path, draft: Path, digest: str, like: Path | None = None) -> Iterator[None]:
    """A copy under the name of a draft, on the disk and verified; what is left of it goes. As `copy_new`.

    like  whose owner, mode and attributes it gets; those of the source otherwise. The times are the source's
    """
    try:
        given = source.open("rb", buffering=0)
    except OSError as error:
        raise LeftAloneError(f"cannot be read: {error.strerror}") from error
    try:
        with given, open(draft, "xb", buffering=0, opener=_private) as made:
            if _copied(given, made) != digest:
                raise LeftAloneError("changed since the plan was made")
            _be_like(like or source, draft)
            _be_of_the_time(source, draft)
            os.fsync(made.fileno())
            _forget(made.fileno())
        if digest_of(draft) != digest:
            raise RunError(
                f"{draft.parent}: a copy is not what was written there; the disk or the memory is at fault, "
                "so nothing more is written"
            )
        yield
    finally:
        discard(draft)


def replace_same(source: Path, place: Path, draft: Path, digest: str, before: str) -> None:
    """Put a copy in the place of a file that holds what `before` is the sha256 of; it is like that file.

    Raises LeftAloneError where the file holds something else, and as `copy_new`.
    """
    with drafted(source, draft, digest, like=place):
        if not other_holds(place, before):
            raise LeftAloneError(f"{place.name} was changed meanwhile")
        shutil.copymode(place, draft)  # on one disk that has to work
        os.replace(draft, place)
        sync(place.parent)


def rename_new(source: Path, place: Path) -> None:
    """Give a file another name on the same disk. Raises FileExistsError where the name is taken."""
    if (rename := _renaming()) is not None:
        number = rename(source, place)
        if number == 0:
            sync(place.parent)
            return
        if number not in _UNABLE:
            raise OSError(number, os.strerror(number), str(source), None, str(place))
    link_new(source, place)
    try:
        os.unlink(source)
    except OSError:
        os.unlink(place)
        raise


def link_new(source: Path, place: Path) -> None:
    """Give a file a further name. Raises FileExistsError where the name is taken.

    Raises LeftAloneError for a file of somebody else, RunError for a disk that has no hard links.
    """
    try:
        os.link(source, place, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (*_UNABLE, errno.EPERM):
            raise
        if error.errno == errno.EPERM and not _is_ours(source):
            raise LeftAloneError(
                "belongs to somebody else, and the system gives it no further name"
            ) from error
        raise RunError(
            f"{place.parent}: this disk has no hard links, and cannot rename without replacing what may lie "
            "there; choose a folder on another disk"
        ) from error
    sync(place.parent)


def _is_ours(path: Path) -> bool:
    """Whether the system lets this user do with a file what its owner may."""
    return not hasattr(os, "geteuid") or os.geteuid() in (0, path.lstat().st_uid)


def _copied(given: BinaryIO, made: BinaryIO) -> str:
    found = hashlib.sha256()
    for chunk in _chunks(given):
        found.update(chunk)
        rest = memoryview(chunk)
        while rest:
            rest = rest[made.write(rest) :]
    return found.hexdigest()


def _chunks(given: BinaryIO) -> Iterator[bytes]:
    while True:
        try:
            chunk = given.read(CHUNK)
        except OSError as error:
            raise LeftAloneError(f"cannot be read: {error.strerror}") from error
        if not chunk:
            return
        yield chunk


def _private(path: str, flags: int) -> int:
    """A new file that nobody else can read: what is private stays so while it is copied."""
    return os.open(path, flags, 0o600)


def _be_like(other: Path, draft: Path) -> None:
    """Owner, mode, attributes; a disk that has no modes (FAT) keeps none of them."""
    if hasattr(os, "chown"):
        status = other.stat()
        with suppress(PermissionError):  # nobody but the superuser gives files away
            os.chown(draft, status.st_uid, status.st_gid)
    with suppress(PermissionError):
        shutil.copystat(other, draft)


def _be_of_the_time(source: Path, draft: Path) -> None:
    status = source.stat()
    os.utime(draft, ns=(status.st_atime_ns, status.st_mtime_ns))


def _forget(fd: int) -> None:
    """See that what is read next comes from the disk, where the system can be told."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)


@cache
def _renaming() -> Callable[[Path, Path], int] | None:
    """The system's own rename that replaces nothing: gives 0 or an error number; None where it has none."""
    name, flag = _EXCLUSIVE.get(sys.platform, ("", 0))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return None
    here = _HERE[sys.platform]

    def rename(source: Path, place: Path) -> int:
        done = call(here, os.fsencode(source), here, os.fsencode(place), ctypes.c_uint(flag))
        return ctypes.get_errno() if done else 0

    return rename
