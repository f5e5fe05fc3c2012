"""Folders that a plan makes or changes: only real ones below the target, as they were once it is undone."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from imgfw import sync

from .done import Done
from .transfer import LeftAloneError


class Folders:
    """The folders in which places are made.

    target  below which all of them are
    done    what the journal says
    """

    def __init__(self, target: Path, done: Done) -> None:
        self._target, self._done = target, done
        self._ready: set[Path] = set()

    def announce(self, folder: Path) -> Iterator[dict[str, Any]]:
        """What the journal says before something is made in a folder, or taken out of it."""
        missing = []
        while not os.path.lexists(folder):
            missing.append(folder)
            folder = folder.parent
        own = str(folder) in self._done.folders
        if not own and str(folder) not in self._done.before and folder.is_dir():
            yield {"what": "times", "path": str(folder), **state(folder)}
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
            try:
                folder.mkdir()
                sync(folder.parent)
            except FileExistsError as error:
                if not stat.S_ISDIR(folder.lstat().st_mode):
                    raise LeftAloneError(f"{folder} is a link or a file, not a folder") from error
        self._ready.add(folder)


def state(folder: Path) -> dict[str, Any]:
    """When a folder was changed last (ns), and sha256 of the names in it."""
    names = b"\0".join(sorted(map(os.fsencode, os.listdir(folder))))
    return {"modified_ns": folder.stat().st_mtime_ns, "names": hashlib.sha256(names).hexdigest()}
