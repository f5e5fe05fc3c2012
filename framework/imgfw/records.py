"""The bytes of a row log.

file    "imgfwlog", format u32, crc32 of both; then records, end to end (little-endian)
record  mark, key length u16, dtype length u8, dimensions u8, content length u32, content crc32, head crc32;
        then key (UTF-8), dtype (numpy's short text), shape (u64 each), content (C order)

A record without a dtype takes its key out of the log; a later record of a key stands before an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from .disk import read_at
from .errors import FormatError

if TYPE_CHECKING:
    import numpy as np

FORMAT = 1
_MAGIC = b"imgfwlog"
_MARK = b"\xabrow"
_FILE = Struct("<8sII")
BEGIN = _FILE.size
_FIXED = Struct("<4sHBBII")
_CRC = Struct("<I")
_USUAL = 512
_CHUNK = 1 << 20
LARGEST = 1 << 30


class Head(NamedTuple):
    """What a record says of itself; its content lies from `start` to `end`."""

    key: str
    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int
    crc: int


def opening() -> bytes:
    """The first bytes of a log."""
    return _FILE.pack(_MAGIC, FORMAT, crc32(_MAGIC + _CRC.pack(FORMAT)))


def is_log(start: bytes) -> bool:
    """Whether a file that begins so is a log, of whatever format."""
    return start.startswith(_MAGIC)


def encoded(key: str, value: np.ndarray) -> bytes:
    """The record of an array. Raises TypeError or ValueError for what a log does not keep."""
    import numpy as np

    dtype, name = value.dtype, key.encode("utf-8", "surrogatepass")
    if dtype.hasobject or np.dtype(dtype.str) != dtype or not dtype.itemsize:
        raise TypeError(f"{key}: a log keeps plain numbers, dates and text, not {dtype}")
    if len(name) >= 1 << 16 or value.nbytes > LARGEST:
        raise ValueError(
            f"{key:.80}: a log keeps keys below 64 KiB and arrays up to 1 GiB, not {value.nbytes} bytes"
        )
    return _record(name, dtype.str, value.shape, np.ascontiguousarray(value).tobytes())


def removal(key: str) -> bytes:
    """The record that takes a key out of the log."""
    return _record(key.encode("utf-8", "surrogatepass"), "", (), b"")


def _record(name: bytes, dtype: str, shape: tuple[int, ...], content: bytes) -> bytes:
    fixed = _FIXED.pack(_MARK, len(name), len(dtype), len(shape), len(content), crc32(content))
    names = name + dtype.encode("ascii") + Struct(f"<{len(shape)}Q").pack(*shape)
    return b"".join((fixed, _CRC.pack(crc32(names, crc32(fixed))), names, content))


def begun(fd: int, path: Path) -> bool:
    """Whether the first bytes of a log are all there; a kill may have left only some of them.

    Raises FormatError if the file is no log, damaged at its beginning, or newer.
    """
    found = read_at(fd, BEGIN, 0)
    if len(found) < BEGIN and opening().startswith(found):
        return False
    magic, written, crc = _FILE.unpack(found.ljust(BEGIN, b"\0"))
    if magic != _MAGIC or crc != crc32(found[: BEGIN - _CRC.size]):
        raise FormatError(f"{path}: not a row log, or damaged; delete it, and its rows are made again")
    if written > FORMAT:
        raise FormatError(f"{path}: format {written} is newer than this imgfw; update it, or delete the file")
    return True


def heads(fd: int, at: int, size: int) -> Iterator[Head]:
    """The heads of all whole records between two places of a file, past whatever is damaged."""
    while at < size:
        head = _head(fd, at)
        if head is None:
            at = _next_head(fd, at + 1, size)
        elif head.end > size:
            return
        else:
            yield head
            at = head.end


def _head(fd: int, at: int) -> Head | None:
    """The head of the record at this place; None where there is no whole, undamaged one."""
    found = read_at(fd, _USUAL, at)
    if len(found) < _FIXED.size + _CRC.size or not found.startswith(_MARK):
        return None
    _, name, dtype, dimensions, length, crc = _FIXED.unpack_from(found)
    names = _FIXED.size + _CRC.size
    whole = names + name + dtype + 8 * dimensions
    if len(found) < whole:
        found = read_at(fd, whole, at)
    if crc32(found[names:whole], crc32(found[: _FIXED.size])) != _CRC.unpack_from(found, _FIXED.size)[0]:
        return None
    key, rest = found[names : names + name].decode("utf-8", "surrogatepass"), names + name
    shape = Struct(f"<{dimensions}Q").unpack_from(found, rest + dtype)
    start = at + whole
    return Head(key, found[rest : rest + dtype].decode("ascii"), shape, start, start + length, crc)


def _next_head(fd: int, at: int, size: int) -> int:
    """Where the next undamaged head begins, `size` if nowhere."""
    while at < size and (found := read_at(fd, _CHUNK, at)):
        place = found.find(_MARK)
        while place >= 0:
            if _head(fd, at + place):
                return at + place
            place = found.find(_MARK, place + 1)
        at += max(len(found) - len(_MARK) + 1, 1)
    return size
