"""Folders that a plan makes or changes: only real ones below the target, as they were once it is undone."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from imgfw import sync

from .contents import LeftAloneError, left_alone, status_of
from .done import Done


class Folders:
    """The folders in which places are made.

    target  below which all of them are
    done    what the journal says
    """

    def __init__(self, target: Path, done: Done) -> None:
        self._target, self._done = target, done
        self._ready: set[Path] = set()

    def announce(self, folder: Path) -> Iterator[dict[str, Any]]:
        """What the journal says before something is made in a folder, or taken out of it.

        Raises LeftAloneError where it cannot be listed.
        """
        missing = []
        while not os.path.lexists(folder):
            missing.append(folder)
            folder = folder.parent
        own = str(folder) in self._done.folders
        if not own and str(folder) not in self._done.before and folder.is_dir():
            with left_alone(f"{folder} cannot be listed"):
                seen = state(folder)
            yield {"what": "times", "path": str(folder), **seen}
        for each in reversed(missing):
            yield {"what": "folder", "path": str(each)}

    def make(self, folder: Path) -> None:
        """See that a folder below the target is there. Raises LeftAloneError where a link or a file is."""
        if folder in self._ready:
            return
        if folder == self._target:
            folder.mkdir(parents=True, exist_ok=True)
        else:
            self.make(folder.parent)
            with suppress(FileExistsError):
                folder.mkdir()
                sync(folder.parent)
            check_real(folder, self._target)
        self._ready.add(folder)


def check_real(folder: Path, target: Path) -> None:
    """Raises LeftAloneError where a link or a file lies on the way from a target to a folder below it."""
    each, above, top = "", str(folder), str(target)
    while above not in (top, each):
        each, above = above, os.path.dirname(above)
        status = status_of(each)
        if status is not None and not stat.S_ISDIR(status.st_mode):
            raise LeftAloneError(f"cannot go there: {each} is a link or a file, not a folder")


def state(folder: Path) -> dict[str, Any]:
    """When a folder was changed last (ns), sha256 of the names in it, how many they are, and what it is."""
    names, status = sorted(map(os.fsencode, os.listdir(folder))), folder.stat()
    return {
        "modified_ns": status.st_mtime_ns,
        "names": hashlib.sha256(b"\0".join(names)).hexdigest(),
        "count": len(names),
        "identity": [status.st_dev, status.st_ino],
    }


def restore(done: Done) -> dict[str, str]:
    """Remove the folders that were made and are empty; the others get their times back if nothing is new.

    Gives those with which that cannot be done, and why.
    """
    stays = {}
    tasks: list[tuple[str, Callable[[], None]]] = [
        *((path, partial(_remove_empty, path)) for path in reversed(done.folders)),
        *(
            (path, partial(_back_in_time, path, *was))
            for path, was in sorted(done.before.items(), reverse=True)
        ),
    ]
    for path, task in tasks:
        try:
            with left_alone("cannot be as it was"):
                task()
        except LeftAloneError as error:
            stays[path] = str(error)
    return stays


def _remove_empty(path: str) -> None:
    try:
        os.rmdir(path)
    except OSError as error:  # somebody put something into it, or removed it
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR):
            raise


def _back_in_time(path: str, modified_ns: int, names: str) -> None:
    folder = Path(path)
    if folder.is_dir() and state(folder)["names"] == names:
        os.utime(folder, ns=(folder.stat().st_atime_ns, modified_ns))
