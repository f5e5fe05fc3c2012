"""One file of a zip or a tar: where its bytes lie, and reading them without unpacking the rest."""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from imgfw import PictureError

MAX_BYTES = 512 * 2**20
"""A larger file of an archive is not read."""
BOMB_BYTES, BOMB_RATIO = 64 * 2**20, 200
"""A file that is so large and was packed so many times smaller is no picture."""
START = 512
"""So many bytes tell what a file is; as many of a packed one give at least half of them."""
STORED, DEFLATED = 0, 8
LOCAL_HEADER = struct.Struct("<4s22xHH")
DAMAGED = "is damaged in the archive"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    start   where its bytes begin; in a zip, where the header before them begins
    stored  how many bytes it has in the archive
    size    how many bytes it has
    stamp   changes when it may have changed
    method  how it is packed
    crc     of its bytes, in a zip; None in a tar
    reason  why it cannot be read, "" if it can
    """

    start: int
    stored: int
    size: int
    stamp: str
    method: int = STORED
    crc: int | None = None
    reason: str = ""


def by_name(found: Iterable[tuple[str, Member]]) -> dict[str, Member]:
    """The members under plain names, sorted; what stands twice under one name is not read.

    A name is only a name: what is absolute or leads upwards stays below the root of the archive.
    """
    members: dict[str, Member] = {}
    for given, member in found:
        name = posixpath.normpath(f"/{given}").lstrip("/")
        if name in members:
            twice = "stands more than once in the archive; pack it once, so that it is clear which is meant"
            member = replace(member, reason=twice)
        if name:
            members[name] = member
    return {name: members[name] for name in sorted(members, key=lambda name: name.split("/"))}


def why_not(size: int, stored: int, start: int, end: int) -> str:
    """Why a file of this size is not read, "" if it is; `end` is the size of the archive."""
    if size > MAX_BYTES or stored > MAX_BYTES:
        return f"declares {max(size, stored):,} bytes in the archive; files of up to {MAX_BYTES:,} are read"
    if size > BOMB_BYTES and size > BOMB_RATIO * stored:
        return f"declares {size:,} bytes packed into {stored:,}; no picture can be packed so small"
    if start + stored > end:
        return "reaches past the end of the archive; is the archive whole?"
    return ""


def content_of(archive: Path, member: Member) -> bytes:
    """The bytes of a member. Every call opens the archive for itself, so threads may read at once.

    Raises PictureError with the reason where the member cannot be read or is not what its header says.
    """
    if member.reason:
        raise PictureError(member.reason)
    try:
        with archive.open("rb", buffering=0) as file:
            file.seek(member.start)
            if member.crc is not None:
                _skip_header(file)
            stored = file.read(member.stored) or b""
    except OSError as error:
        raise PictureError(f"cannot be read from {archive.name}: {error.strerror}") from error
    content = stored if member.method == STORED else _inflated(stored, member.size)
    if len(content) != member.size or (member.crc is not None and zlib.crc32(content) != member.crc):
        raise PictureError(DAMAGED)
    return content


def start_of_member(archive: Path, member: Member) -> bytes:
    """The first bytes of a member, as many as tell its format; none where it cannot be read."""
    try:
        with archive.open("rb", buffering=0) as file:
            file.seek(member.start)
            if member.crc is not None:
                _skip_header(file)
            stored = file.read(min(member.stored, START)) or b""
    except (OSError, PictureError):
        return b""
    if member.reason or member.method == STORED:
        return b"" if member.reason else stored
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(stored, START)
    except zlib.error:
        return b""


def _skip_header(file: BinaryIO) -> None:
    """Go to the bytes behind the header that stands before a file of a zip."""
    header = file.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\3\4"):
        raise PictureError(DAMAGED)
    _, name, extra = LOCAL_HEADER.unpack(header)
    file.seek(name + extra, 1)


def _inflated(stored: bytes, size: int) -> bytes:
    """What was deflated, and never more than one byte beyond the declared size."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(stored, size + 1)
    except zlib.error as error:
        raise PictureError(DAMAGED) from error
    if len(content) > size:
        raise PictureError(f"holds more than the {size:,} bytes that the archive declares")
    return content
