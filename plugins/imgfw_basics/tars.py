"""The files of an uncompressed tar, from its headers alone."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

from imgfw import CallError, stamp_of

from .archives import Member, by_name, why_not


def tar_members(path: Path) -> dict[str, Member]:
    """Its files by name, sorted. Raises CallError for what is no readable tar.

    A tar has no checksums of its files, so a change of the archive changes the stamp of each.
    """
    try:
        with tarfile.open(path, "r:") as archive:
            found = by_name(_found(archive, stamp_of(path), path.stat().st_size))
            _check_end(path, archive.offset)
    except (tarfile.TarError, OSError, ValueError, OverflowError, EOFError) as error:
        raise CallError(f"{path}: cannot be read as a tar: {error}; is it whole?") from error
    return found


def _found(archive: tarfile.TarFile, stamp: str, end: int) -> Iterator[tuple[str, Member]]:
    for info in archive:
        archive.members = []  # type: ignore[attr-defined]  # it would keep every one
        if info.isdir():
            continue
        reason = _reason(info) or why_not(info.size, info.size, info.offset_data, end)
        its = f"{stamp}:{info.offset_data}"
        yield info.name, Member(info.offset_data, info.size, info.size, its, reason=reason)


def _reason(info: tarfile.TarInfo) -> str:
    if info.issym() or info.islnk():
        return (
            f'is a link to "{info.linkname}" in the archive; pack the file itself '
            "(tar --dereference --hard-dereference)"
        )
    if not info.isreg():
        return "is no regular file in the archive"
    return "is stored as a sparse file in the archive" if info.issparse() else ""


def _check_end(path: Path, offset: int) -> None:
    """Behind the last file there is nothing, or a block of zeros; tarfile stops at what it cannot read."""
    with path.open("rb") as file:
        file.seek(offset)
        if file.read(tarfile.BLOCKSIZE).strip(b"\0"):
            raise tarfile.ReadError(f"damaged at byte {offset:,}")
