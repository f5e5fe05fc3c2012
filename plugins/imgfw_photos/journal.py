"""The journal of a plan: what is about to be done, and what was; on the disk before anything is.

A line is a JSON object. A kill leaves half of a line at most, at the end: it is cut off by the next writer.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from imgfw import CallError, RunError, json_text, sync, try_lock

from .disks import writing_into_plan

NAME = "journal.jsonl"


class Journal:
    """An open journal. Nobody else writes into it meanwhile."""

    def __init__(self, fd: int, folder: Path) -> None:
        self._fd, self._folder = fd, folder

    def write(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Add lines; they are on the disk when this returns. Raises RunError where it takes nothing."""
        text = "".join(json_text(record) + "\n" for record in records)
        rest = memoryview(text.encode())
        with writing_into_plan(self._folder):
            while rest:
                rest = rest[os.write(self._fd, rest) :]
            os.fsync(self._fd)


@contextmanager
def opened(folder: Path) -> Iterator[Journal]:
    """The journal of the plan in a folder, to be written by this process alone.

    Raises CallError where another process is at work on the plan, RunError for whatever else a disk refuses
    meanwhile.
    """
    path = folder / NAME
    try:
        with path.open("ab+", buffering=0) as file:
            if not try_lock(file.fileno()):
                raise CallError(f"{folder}: another process is at work on this plan; wait until it is done")
            sync(folder)
            file.seek(0)
            file.truncate(_whole(file.read()))
            yield Journal(file.fileno(), folder)
    except OSError as error:
        raise RunError(
            f"{error.filename or path}: {error.strerror}; what was done stays, and the same command goes on"
        ) from error


def is_open(folder: Path) -> bool:
    """Whether a process is at work on the plan in a folder."""
    try:
        fd = _lockable(folder / NAME)
    except FileNotFoundError:
        return False
    try:
        return not try_lock(fd)
    finally:
        os.close(fd)


def taking(places: Sequence[str]) -> list[dict[str, Any]]:
    """The line that says of places that they are being taken back."""
    return [{"what": "taking", "places": list(places)}] if places else []


def records(folder: Path) -> list[dict[str, Any]]:
    """All whole lines of a plan's journal, in order; none where nothing was done yet.

    Raises CallError for a line that is none, with its number, and for a journal that cannot be read.
    """
    path = folder / NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CallError(f"{path}: cannot be read: {error.strerror}") from error
    found = []
    for number, line in enumerate(content[: _whole(content)].split(b"\n")[:-1], 1):
        try:
            record = json.loads(line)
            if not isinstance(record, dict) or not isinstance(record.get("what"), str):
                raise ValueError('expected an object with "what"')
            found.append(record)
        except (ValueError, RecursionError) as error:
            raise CallError(
                f"{path}, line {number}: damaged, so it is not known what was done; put the file back from a "
                "backup, or look at the target by hand"
            ) from error
    return found


def _lockable(path: Path) -> int:
    """An open file whose lock can be asked for; some disks give none to who may only read."""
    more = getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(path, os.O_RDWR | more)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        return os.open(path, os.O_RDONLY | more)


def _whole(content: bytes) -> int:
    """The length of all whole lines."""
    return content.rfind(b"\n") + 1
