"""What is kept under keys: finished artefacts, whole or absent.

<root>/<kind>/<key>/  an artefact: its files, and record.json (format, kind, key, created)
<root>/<kind>/<name>  a single file that keeps itself whole, such as a row log
<root>/.live/         a mark and a folder of drafts for every living process

The root may be a folder that holds other things, too: these are never touched (`owned.py`).
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from .disk import Mark, enough_space, size_of, sweep, sync
from .errors import DamagedError
from .owned import LIVE, OPEN, RECORD, check_record, foreign, owned, tag, used, write_record
from .whole import whole

Value = TypeVar("Value")


def cache_root() -> Path:
    """Where things are kept: IMGFW_CACHE, else the platform's user cache folder."""
    if given := os.environ.get("IMGFW_CACHE"):
        return Path(given).expanduser().absolute()
    import platformdirs

    return platformdirs.user_cache_path("imgfw", appauthor=False)


def read_json(path: Path) -> Any:
    """A JSON document that was kept. Raises DamagedError where there is none."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedError(f"{path}: damaged ({error})") from error


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file so that a kill leaves the old one or the new. Raises RunError on a full disk."""
    with whole(path) as file:
        file.write(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))


class Store:
    """Finished artefacts by kind and key, under one root folder.

    What it has used since it was first asked for anything, no other Store prunes while it lives.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._mark: Mark | None = None
        self._marking = Lock()

    def _begin(self) -> Mark:
        with self._marking:
            if self._mark is None:
                sweep(self.root / LIVE)
                with suppress(OSError):  # the mark says what is wrong with the place
                    tag(self.root)
                self._mark = Mark(self.root / LIVE)
            return self._mark

    def get(self, kind: str, key: str) -> Path | None:
        """The folder of a finished artefact, or None. Raises FormatError if it is newer, DamagedError."""
        self._begin()
        folder = self.root / kind / key
        try:
            os.utime(folder / RECORD)
            check_record(folder)
        except FileNotFoundError:
            return None
        return folder

    def make(self, kind: str, key: str, write: Callable[[Path], object]) -> Path:
        """The artefact's folder; `write` fills a draft of it if it is not there yet.

        If another process finishes the same artefact first, its one is taken. Raises RunError on a full disk.
        """
        if found := self.get(kind, key):
            return found
        draft = self._begin().draft()
        try:
            with enough_space(self.root):
                draft.mkdir(parents=True)
                write(draft)
                write_record(draft, kind, key)
                for path in [*draft.rglob("*"), draft]:
                    sync(path)
                return self._finish(draft, kind, key)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def kept(
        self, kind: str, key: str, *, write: Callable[[Path], object], read: Callable[[Path], Value]
    ) -> tuple[Value, bool]:
        """What `read` makes of an artefact, and whether `write` had to fill it first.

        One that is damaged, which `read` says by a DamagedError, is made again.
        """
        try:
            if found := self.get(kind, key):
                return read(found), False
        except DamagedError:
            with suppress(FileNotFoundError):  # another one has done so
                self._discard(self.root / kind / key)
        return read(self.make(kind, key, write)), True

    def _finish(self, draft: Path, kind: str, key: str) -> Path:
        folder = self.folder(kind) / key
        try:
            os.rename(draft, folder)
        except OSError:
            if found := self.get(kind, key):
                return found
            if not folder.exists():
                raise
            self._discard(folder)  # it has lost its record
            os.rename(draft, folder)
        sync(folder.parent)
        return folder

    def folder(self, kind: str) -> Path:
        """The folder of a kind, made if it is missing; for files that keep themselves whole."""
        self._begin()
        folder = self.root / kind
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def workplace(self, kind: str, key: str) -> Path:
        """The folder in which something is worked at that a kill may interrupt, made if it is missing."""
        folder = self.folder(kind) / key
        folder.mkdir(exist_ok=True)
        with suppress(FileExistsError):
            write_record(folder, kind, key, **{OPEN: True})
        return folder

    def done_with(self, kind: str, key: str) -> None:
        """Delete a workplace whose work is done; nothing where there is none."""
        with suppress(FileNotFoundError):
            self._discard(self.root / kind / key)

    def sizes(self) -> dict[str, int]:
        """How many bytes each kind takes; what is not imgfw's own is not counted."""
        found: dict[str, int] = {}
        for kind, path in owned(self.root):
            found[kind] = found.get(kind, 0) + size_of(path)
        return found

    def foreign(self) -> tuple[str, ...]:
        """What lies under the root and is not imgfw's own, as names below it."""
        return foreign(self.root)

    def prune(self, older_than: timedelta | None = None) -> int:
        """Delete what was not used for that long (None: everything); the number of bytes freed.

        What another living process has used since it began stays, and so do its drafts. Whatever is not
        imgfw's own stays as well, and no link is followed.
        """
        if not self.root.is_dir():
            return 0
        gc.collect()  # a Store of this process that nobody holds any more uses nothing
        own = self._begin().folder.name
        limits = [since for name, since in sweep(self.root / LIVE).items() if name != own]
        if older_than is not None:
            limits.append(time.time() - older_than.total_seconds())
        freed = 0
        for _, path in list(owned(self.root)):
            with suppress(FileNotFoundError):  # another one prunes too
                if used(path) < min(limits, default=float("inf")):
                    size = size_of(path)
                    self._discard(path)
                    freed += size
        return freed

    def _discard(self, path: Path) -> None:
        """Out of sight in one step, then deleted; what a kill leaves of it is swept like a draft."""
        gone = self._begin().draft()
        os.rename(path, gone)
        shutil.rmtree(gone) if gone.is_dir() and not gone.is_symlink() else gone.unlink()
