"""Where in a picture file its EXIF begins: JPEG, PNG, WebP, TIFF, HEIC and AVIF."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

_MARK = b"Exif\0\0"
_MOST_PARTS = 20_000
"""Segments, chunks or boxes of one file that are looked at."""

_LARGEST_INDEX = 2**22
"""Bytes of a HEIC's index that are read."""


def blocks(file: BinaryIO) -> Iterator[int]:
    """Where the TIFF header of each block of EXIF is, from the beginning of the file.

    Nothing else of the file is read than what leads there; a broken file gives what is found until then.
    """
    file.seek(0)
    start = file.read(12)
    try:
        if start.startswith(b"\xff\xd8"):
            yield from _jpeg(file)
        elif start.startswith(b"\x89PNG\r\n\x1a\n"):
            yield from _chunks(file, 8, ">", b"eXIf", swapped=False)
        elif start.startswith(b"RIFF") and start.endswith(b"WEBP"):
            yield from _chunks(file, 12, "<", b"EXIF", swapped=True)
        elif start[4:8] == b"ftyp":
            yield from _items(file)
        elif start.startswith((b"II*\0", b"MM\0*")):
            yield 0
    except struct.error:  # the file ends before what it announces
        return


def _jpeg(file: BinaryIO) -> Iterator[int]:
    """APP1 segments, up to where the picture itself begins."""
    at = 2
    for _ in range(_MOST_PARTS):
        file.seek(at)
        fill, kind, length = struct.unpack(">BBH", file.read(4))
        if fill != 0xFF or kind in (0xD9, 0xDA) or length < 2:
            return
        if kind == 0xFF:  # padding
            at += 1
            continue
        if kind == 0xE1 and file.read(6) == _MARK:
            yield at + 10
        at += 2 + length


def _chunks(file: BinaryIO, at: int, order: str, wanted: bytes, *, swapped: bool) -> Iterator[int]:
    """Chunks of a PNG (length, name, content, checksum) or WebP (name, length, content, even)."""
    for _ in range(_MOST_PARTS):
        file.seek(at)
        first, second = file.read(4), file.read(4)
        name, number = (first, second) if swapped else (second, first)
        (length,) = struct.unpack(f"{order}I", number)
        if name == wanted:
            yield at + 8 + (6 if file.read(6) == _MARK else 0)
        at += 8 + length + (length % 2 if swapped else 4)


def _items(file: BinaryIO) -> Iterator[int]:
    """The items called Exif of a HEIC or AVIF."""
    for name, begin, end in _boxes(file, 0, None):
        if name == b"meta" and end - begin <= _LARGEST_INDEX:
            file.seek(begin)
            index = io.BytesIO(file.read(end - begin))
            inside = {kind: (first, last) for kind, first, last in _boxes(index, 4, end - begin)}
            if b"iinf" not in inside or b"iloc" not in inside:
                return
            wanted = set(_called_exif(index, *inside[b"iinf"]))
            for item, at in _located(index, inside[b"iloc"][0]):
                if item in wanted:
                    file.seek(at)
                    (skipped,) = struct.unpack(">I", file.read(4))
                    yield at + 4 + skipped
            return


def _boxes(file: BinaryIO, at: int, end: int | None) -> Iterator[tuple[bytes, int, int]]:
    """(name, begin and end of the content) of boxes one after the other."""
    for _ in range(_MOST_PARTS):
        file.seek(at)
        header = file.read(8)
        if len(header) < 8 or (end is not None and at >= end):
            return
        length, name = struct.unpack(">I4s", header)
        begin = at + 8
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            begin += 8
        if length < begin - at or length > 2**62:
            return  # the last one, up to the end of the file, is never the index
        yield name, begin, at + length
        at += length


def _called_exif(index: BinaryIO, at: int, end: int) -> Iterator[int]:
    """The numbers of items whose type is Exif."""
    index.seek(at)
    version = _number(index, 4) >> 24
    for name, begin, _ in _boxes(index, at + (6 if version == 0 else 8), end):
        index.seek(begin)
        version = _number(index, 4) >> 24
        if name == b"infe" and version in (2, 3):
            item, _, kind = struct.unpack(
                ">HH4s" if version == 2 else ">IH4s", index.read(8 if version == 2 else 10)
            )
            if kind == b"Exif":
                yield item


def _located(index: BinaryIO, at: int) -> Iterator[tuple[int, int]]:
    """(number, where in the file it begins) of items that lie in the file itself."""
    index.seek(at)
    version, _, sizes, more = struct.unpack(">B3sBB", index.read(6))
    base_size, extra = more >> 4, more & 15 if version else 0
    (count,) = struct.unpack(">I" if version == 2 else ">H", index.read(4 if version == 2 else 2))
    for _ in range(min(count, _MOST_PARTS)):
        item = _number(index, 4 if version == 2 else 2)
        method = _number(index, 2) & 15 if version else 0
        _number(index, 2)
        base = _number(index, base_size)
        for extent in range(_number(index, 2)):
            _number(index, extra)
            begin, _ = _number(index, sizes >> 4), _number(index, sizes & 15)
            if not extent and not method:
                yield item, base + begin


def _number(file: BinaryIO, size: int) -> int:
    content = file.read(size)
    if len(content) < size:
        raise struct.error("the index ends before what it announces")
    return int.from_bytes(content, "big")
