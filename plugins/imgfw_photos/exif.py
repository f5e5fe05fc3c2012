"""When a picture was taken, as its EXIF says: read from the few bytes that hold it, with its offset."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from .exif_blocks import blocks

_EXIF, _TEXT = 0x8769, 2
_TIMES = {"exif-original": (0x9003, 0x9011), "exif-created": (0x9004, 0x9012)}
"""DateTimeOriginal and CreateDate (DateTimeDigitized), each with the tag of its offset from UTC."""

_MOST_TAGS = 1000
_LONGEST = 40


def exif_times(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """(rule, text) for every time of EXIF in a picture file, DateTimeOriginal before CreateDate.

    The text is as it stands there, "2019:01:02 03:04:05" and its offset, such as "+02:00", where one is told.
    A broken block gives what can be read of it; OSError is the caller's.
    """
    for begin in blocks(file):
        try:
            found = _tags(file, begin)
        except (struct.error, KeyError):
            continue
        for rule, (time, offset) in _TIMES.items():
            if time in found:
                yield rule, found[time] + found.get(offset, "")


def _tags(file: BinaryIO, begin: int) -> dict[int, str]:
    """{tag: text} of the EXIF directory of the block that begins there."""
    order = {b"II": "<", b"MM": ">"}[_read(file, begin, 2)]
    (at,) = struct.unpack(f"{order}I", _read(file, begin + 4, 4))
    for tag, _, _, value in _entries(file, begin + at, order):
        if tag == _EXIF:
            (inner,) = struct.unpack(f"{order}I", value)
            wanted = {each for pair in _TIMES.values() for each in pair}
            entries = list(_entries(file, begin + inner, order))
            return {
                each: _text(file, begin, order, count, value)
                for each, form, count, value in entries
                if each in wanted and form == _TEXT
            }
    return {}


def _entries(file: BinaryIO, at: int, order: str) -> Iterator[tuple[int, int, int, bytes]]:
    """(tag, type, count, the four bytes of its value or address) of a directory."""
    (count,) = struct.unpack(f"{order}H", _read(file, at, 2))
    rest = _read(file, at + 2, 12 * min(count, _MOST_TAGS))
    yield from struct.iter_unpack(f"{order}HHI4s", rest[: len(rest) // 12 * 12])


def _text(file: BinaryIO, begin: int, order: str, count: int, value: bytes) -> str:
    if count > 4:
        (at,) = struct.unpack(f"{order}I", value)
        value = _read(file, begin + at, min(count, _LONGEST))
    return value[:count].split(b"\0")[0].decode("ascii", "replace").strip()


def _read(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)
