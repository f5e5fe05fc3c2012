"""What is kept under keys: finished artefacts, whole or absent.

<root>/<kind>/<key>/  an artefact: its files, and record.json (format, kind, key, created)
<root>/<kind>/<name>  a single file that keeps itself whole, such as a row log
<root>/.live/         a mark and a folder of drafts for every living process
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from .disk import Mark, enough_space, newest, size_of, sweep, sync
from .errors import DamagedError, FormatError

FORMAT = 1
RECORD = "record.json"
_LIVE = ".live"
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
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogateescape")  # a name of a file may be any bytes
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with enough_space(path.parent):
            draft.write_bytes(content)
            sync(draft)
            os.replace(draft, path)
            sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


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
                sweep(self.root / _LIVE)
                self._mark = Mark(self.root / _LIVE)
            return self._mark

    def get(self, kind: str, key: str) -> Path | None:
        """The folder of a finished artefact, or None. Raises FormatError if it is newer, DamagedError."""
        self._begin()
        folder = self.root / kind / key
        try:
            os.utime(folder / RECORD)
            _check(folder, (folder / RECORD).read_bytes())
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
                with (draft / RECORD).open("x", encoding="utf-8") as file:
                    created = datetime.now(UTC).isoformat(timespec="seconds")
                    json.dump({"format": FORMAT, "kind": kind, "key": key, "created": created}, file)
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

    def sizes(self) -> dict[str, int]:
        """How many bytes each kind takes."""
        return {kind.name: sum(map(size_of, kind.iterdir())) for kind in self._kinds()}

    def prune(self, older_than: timedelta | None = None) -> int:
        """Delete what was not used for that long (None: everything); the number of bytes freed.

        What another living process has used since it began stays, and so do its drafts.
        """
        own = self._begin().folder.name
        limits = [since for name, since in sweep(self.root / _LIVE).items() if name != own]
        if older_than is not None:
            limits.append(time.time() - older_than.total_seconds())
        freed = 0
        for path in [path for kind in self._kinds() for path in kind.iterdir()]:
            record = path / RECORD
            with suppress(FileNotFoundError):  # another one prunes too
                if newest(record if record.exists() else path) < min(limits, default=float("inf")):
                    size = size_of(path)
                    self._discard(path)
                    freed += size
        return freed

    def _discard(self, path: Path) -> None:
        """Out of sight in one step, then deleted; what a kill leaves of it is swept like a draft."""
        gone = self._begin().draft()
        os.rename(path, gone)
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()

    def _kinds(self) -> list[Path]:
        return sorted(path for path in self.root.glob("[!.]*") if path.is_dir())


def _check(folder: Path, record: bytes) -> None:
    try:
        written = int(json.loads(record)["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{folder / RECORD}: damaged; delete its folder, and it is made again") from error
    if written > FORMAT:
        raise FormatError(f"{folder}: format {written} is newer than this imgfw; update it, or delete it")
