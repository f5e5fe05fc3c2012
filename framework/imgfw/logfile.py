"""The file of a row log, open, and where in it each key lies."""

from __future__ import annotations

import os
import weakref
from array import array
from pathlib import Path
from zlib import crc32

from . import records
from .disk import enough_space, read_at, sync

_OPEN = os.O_RDWR | getattr(os, "O_BINARY", 0)


class LogFile:
    """An open log and its index, which takes about 30 bytes a key besides the key itself.

    rows   {key: number of its record}
    forms  what records look like: (dtype, shape, bytes of content)
    end    how far the file has been read: where its last whole record ends

    Where no file is (or None is given) it is empty. The file stays open as long as anybody holds this object,
    so a thread that reads never meets another file under the same descriptor.
    """

    def __init__(self, path: Path | None, *, create: bool = False) -> None:
        self.fd = -1
        self.rows: dict[str, int] = {}
        self.forms: list[tuple[str, tuple[int, ...], int]] = []
        self.end = 0
        self._numbers: dict[tuple[str, tuple[int, ...], int], int] = {}
        self._form, self._start, self._crc = array("I"), array("Q"), array("I")
        self._checked = bytearray()
        if path is None:
            return
        self.path = path
        try:
            self.fd = os.open(path, _OPEN | (os.O_CREAT if create else 0), 0o666)
        except FileNotFoundError:
            return
        weakref.finalize(self, os.close, self.fd)
        self._file = _identity(os.fstat(self.fd))
        os.utime(path)  # the store prunes what was not used for long

    def is_current(self) -> bool:
        """Whether this is the file at its path, and not inherited by a fork, whose lock would be shared."""
        try:
            return self.fd >= 0 and self._file == _identity(os.stat(self.path))
        except FileNotFoundError:
            return False

    def follow(self) -> None:
        """Take in what has been written behind `end`. Raises FormatError if the file is no log, or newer."""
        if self.end == 0:
            if not records.begun(self.fd, self.path):
                return
            self.end = records.BEGIN
        for head in records.heads(self.fd, self.end, os.fstat(self.fd).st_size):
            self._add(head)

    def _add(self, head: records.Head) -> None:
        self.rows.pop(head.key, None)
        if head.dtype:
            form = (head.dtype, head.shape, head.end - head.start)
            if form not in self._numbers:
                self._numbers[form] = len(self.forms)
                self.forms.append(form)
            self._form.append(self._numbers[form])
            self._start.append(head.start)
            self._crc.append(head.crc)
            self._checked.append(0)
            self.rows[head.key] = len(self._checked) - 1  # last: threads that read look here first
        self.end = head.end

    def form(self, row: int) -> tuple[str, tuple[int, ...], int]:
        """What a record looks like: (dtype, shape, bytes of content)."""
        return self.forms[self._form[row]]

    def content(self, row: int) -> bytes | None:
        """The content of a record, compared with its checksum the first time; None if it is damaged."""
        length = self.form(row)[2]
        content = read_at(self.fd, length, self._start[row])
        if len(content) != length:
            return None
        if not self._checked[row]:
            if crc32(content) != self._crc[row]:
                return None
            self._checked[row] = 1
        return content

    def write(self, new: list[bytes]) -> None:
        """Write records behind `end`, and see them on the disk; what is there already is cut off.

        Only under the file's lock, and after `follow`. Raises RunError on a full disk.
        """
        begin = [] if self.end else [records.opening()]
        if os.fstat(self.fd).st_size > self.end:
            os.ftruncate(self.fd, self.end)
        if not new:
            return
        try:
            with enough_space(self.path.parent):
                _write_all(self.fd, b"".join(begin + new), self.end)
                os.fsync(self.fd)
        except BaseException:
            os.ftruncate(self.fd, self.end)
            raise
        if begin:
            sync(self.path.parent)
        self.follow()


def _identity(found: os.stat_result) -> tuple[int, ...]:
    return os.getpid(), found.st_dev, found.st_ino


def _write_all(fd: int, content: bytes, at: int) -> None:
    os.lseek(fd, at, os.SEEK_SET)
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(fd, rest) :]
