"""The files of a zip, from its directory alone."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from imgfw import CallError

from .archives import DEFLATED, STORED, Member, by_name, why_not

UTF8, ENCRYPTED, STRONG, MASKED = 0x800, 0x1, 0x40, 0x2000
RESOURCES = "__MACOSX/"
"""What macOS adds to a zip: no files of the user."""


def zip_members(path: Path) -> dict[str, Member]:
    """Its files by name, sorted. Raises CallError for what is no readable zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise CallError(f"{path}: cannot be read as a zip: {error}; is it whole?") from error
    return by_name(_found(infos, path.stat().st_size))


def _found(infos: list[zipfile.ZipInfo], end: int) -> Iterator[tuple[str, Member]]:
    for info in infos:
        name = _name(info)
        if name.endswith("/") or name.startswith(RESOURCES):
            continue
        stamp = f"{info.CRC:08x}:{info.file_size}:{'-'.join(map(str, info.date_time))}"
        yield (
            name,
            Member(
                start=info.header_offset,
                stored=info.compress_size,
                size=info.file_size,
                stamp=stamp,
                method=info.compress_type,
                crc=info.CRC,
                reason=_reason(info, end),
            ),
        )


def _name(info: zipfile.ZipInfo) -> str:
    """Its name; many writers store UTF-8 without saying so, and some write backslashes for slashes."""
    name = info.filename
    if not info.flag_bits & UTF8:
        with suppress(UnicodeError):  # then it is what the zip says it is
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _reason(info: zipfile.ZipInfo, end: int) -> str:
    if info.flag_bits & (ENCRYPTED | STRONG | MASKED):
        return "is encrypted in the archive; pack it without a password"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link in the archive; pack the file itself"
    if info.compress_type not in (STORED, DEFLATED):
        method = zipfile.compressor_names.get(info.compress_type, str(info.compress_type))  # type: ignore[attr-defined]
        return f"is packed by {method} in the archive; pack it by deflate, or store it"
    if info.compress_type == STORED and info.compress_size != info.file_size:
        return "has two different sizes in the archive"
    return why_not(info.file_size, info.compress_size, info.header_offset, end)
