"""Directories of tags, as TIFF and EXIF have them: how many follow one another, and which hold too much."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import PictureError

MOST_FRAMES = 10_000
"""Of more pictures in one TIFF nobody wants to know the number."""

_BEGIN = re.compile(rb"II[*+]\0|MM\0[*+]")
_POINTERS = (0x8769, 0x8825, 0xA005)
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SIZES |= dict.fromkeys((16, 17, 18), 8)


@dataclass(frozen=True)
class Layout:
    """How numbers stand in a TIFF: their order, the size of an address, of a count, and of an entry."""

    content: memoryview
    order: str
    big: bool

    @property
    def first(self) -> int:
        """Where the first directory is said to be."""
        return self._number(8, "Q") if self.big else self._number(4, "I")

    def entries(self, at: int) -> Iterator[tuple[int, int, int, int]]:
        """(tag, type, count, value or address) of a directory, as far as there is one."""
        form = struct.Struct(f"{self.order}{'HHQQ' if self.big else 'HHII'}")
        start, count = self._counted(at)
        rest = self.content[start : start + form.size * count]
        yield from form.iter_unpack(rest[: len(rest) // form.size * form.size])

    def next(self, at: int) -> int:
        """Where the next directory is said to be; 0 = there is none."""
        start, count = self._counted(at)
        size = 20 if self.big else 12
        return self._number(start + size * count, "Q" if self.big else "I")

    def _counted(self, at: int) -> tuple[int, int]:
        return (at + 8, self._number(at, "Q")) if self.big else (at + 2, self._number(at, "H"))

    def _number(self, at: int, form: str) -> int:
        try:
            return int(struct.unpack_from(f"{self.order}{form}", self.content, at)[0])
        except (struct.error, OverflowError):
            return 0  # behind the end nothing stands


def layout_of(content: memoryview) -> Layout:
    """Of what begins as a TIFF does."""
    big = content[2] == 0x2B or content[3] == 0x2B
    return Layout(content, "<" if content[0] == 0x49 else ">", big)


def frames_of(content: bytes) -> int:
    """How many pictures a TIFF says it holds, `MOST_FRAMES` at most."""
    tiff = layout_of(memoryview(content))
    at, seen = tiff.first, set[int]()
    while at and at not in seen and len(seen) < MOST_FRAMES:
        seen.add(at)
        at = tiff.next(at)
    return max(1, len(seen))


def refuse_bloated(content: bytes, end: int | None = None) -> None:
    """Raise PictureError for a picture whose tags claim more bytes than there are, by sharing them.

    Every reader of EXIF copies what a tag refers to. Tags by the thousand that all refer to the same
    megabyte take gigabytes then. `end` is where metadata ends.
    """
    for begin in _BEGIN.finditer(content, 0, len(content) if end is None else end):
        tags = layout_of(memoryview(content)[begin.start() :])
        claimed = _claimed(tags, tags.first, deep=True)
        if claimed > 2 * len(tags.content) + 65536:
            raise PictureError(f"is damaged: its tags claim {claimed:,} bytes, more than the file holds")


def _claimed(tags: Layout, at: int, *, deep: bool) -> int:
    """The bytes to which the tags of a directory and of those inside it refer, as far as these are there."""
    total = 0
    for tag, kind, count, value in tags.entries(at):
        size = count * _SIZES.get(kind, 0)
        if size > (8 if tags.big else 4) and value + size <= len(tags.content):
            total += size
        elif deep and tag in _POINTERS:
            total += _claimed(tags, value, deep=False)
    return total
