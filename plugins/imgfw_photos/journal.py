"""The journal of a plan: what is about to be done, and what was; on the disk before anything is.

A line is a JSON object. A kill leaves half of a line at most, at the end: it is cut off by the next writer.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from imgfw import CallError, RunError, enough_space, json_text, sync, try_lock

NAME = "journal.jsonl"


class Journal:
    """An open journal. Nobody else writes into it meanwhile."""

    def __init__(self, fd: int, folder: Path) -> None:
        self._fd, self._folder = fd, folder

    def write(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Add lines; they are on the disk when this returns. Raises RunError on a full disk."""
        text = "".join(json_text(record) + "\n" for record in records)
        rest = memoryview(text.encode())
        with enough_space(self._folder):
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
    path = folder / NAME
    if not path.exists():
        return False
    fd = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    try:
        return not try_lock(fd)
    finally:
        os.close(fd)


def records(folder: Path) -> list[dict[str, Any]]:
    """All whole lines of a plan's journal, in order; none where nothing was done yet.

    Raises CallError for a line that is none, with its number.
    """
    path = folder / NAME
    content = path.read_bytes() if path.exists() else b""
    found = []
    for number, line in enumerate(content[: _whole(content)].splitlines(), 1):
        try:
            record = json.loads(line)
            found.append({**record, "what": str(record["what"])})
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise CallError(
                f"{path}, line {number}: damaged, so it is not known what was done; put the file back from a "
                "backup, or look at the target by hand"
            ) from error
    return found


def _whole(content: bytes) -> int:
    """The length of all whole lines."""
    return content.rfind(b"\n") + 1
