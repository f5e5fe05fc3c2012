"""Which content files had when they were read, kept: a file is known again by path, size and time of change.

Network drives have no more than these.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .digests import sha256_of
from .errors import FormatError, RunError
from .progress import Progress
from .rowlog import RowLog
from .store import Store, cache_root

if TYPE_CHECKING:
    from types import TracebackType

    import numpy as np

SETTLED_NS = 2_000_000_000
"""A file that changed less than this before it was looked at may change again within one tick of its time."""

BATCH = 64
SECONDS = 1.0
"""Digests are kept once there are so many of them, or so long after the last time."""


def place_of(path: str, status: os.stat_result) -> str:
    """A file as it is now: a name for its path, size and time of change together."""
    whole = path if os.path.isabs(path) else os.path.join(os.getcwd(), path)
    told = f"\n{status.st_size}\n{status.st_mtime_ns}".encode()
    return hashlib.blake2b(os.fsencode(whole) + told, digest_size=16).hexdigest()


def has_settled(status: os.stat_result, now_ns: int | None = None) -> bool:
    """Whether a file would have another time of change if it changed from now on."""
    return (time.time_ns() if now_ns is None else now_ns) - status.st_mtime_ns > SETTLED_NS


def is_same(path: str, place: str) -> bool:
    """Whether a file is still what had this name; see `place_of`."""
    try:
        return place_of(path, os.stat(path)) == place
    except OSError:
        return False


class KnownFiles:
    """Digests of files by their place, in a log of a store; threads may ask while one of them keeps.

    fresh  nothing is known, and what is kept takes the place of what was
    """

    def __init__(self, store: Store, *, fresh: bool = False) -> None:
        self._store, self._fresh = store, fresh  # while the store is held, nobody prunes what it uses
        self._log = RowLog(store.folder("files") / "files.log")

    def digest(self, place: str) -> str:
        """Of the content that a file had when it was read; "" where it is not known."""
        found = None if self._fresh else kept_in(self._log, place)
        return "" if found is None else found.tobytes().hex()

    def keep(self, digests: Mapping[str, str]) -> None:
        """Keep digests by place. Raises RunError on a full disk."""
        import numpy as np

        keep_in(self._log, ((p, np.frombuffer(bytes.fromhex(d), np.uint8)) for p, d in digests.items()))


class FileDigests:
    """SHA-256 of files, hex: called with a path, it opens only what is not as it was when it was last read.

    What was read is kept as it comes, and the rest at the end of the `with`. Where nothing can be kept,
    `progress` is told, and every file is read. OSError of a file is the caller's; RunError on a full disk.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self._known: KnownFiles | None = None
        self._new: dict[str, str] = {}
        self._kept_at = time.monotonic()
        try:
            self._known = KnownFiles(Store(cache_root()))
        except (RunError, OSError) as error:
            (progress or Progress()).say(f"the digests of these files are not kept: {error}")

    def __call__(self, path: str | Path) -> str:
        """The digest of a file."""
        if self._known is None:
            return sha256_of(path)
        status = os.stat(path)
        place = place_of(os.fspath(path), status)
        if found := self._new.get(place) or self._known.digest(place):
            return found
        digest = sha256_of(path)
        if has_settled(status) and is_same(os.fspath(path), place):
            self._new[place] = digest
            if len(self._new) >= BATCH or time.monotonic() - self._kept_at > SECONDS:
                self._keep()
        return digest

    def __enter__(self) -> FileDigests:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._keep()

    def _keep(self) -> None:
        if self._known and self._new:
            new, self._new = self._new, {}
            self._known.keep(new)
        self._kept_at = time.monotonic()


def keep_in(log: RowLog, items: Iterable[tuple[str, np.ndarray]]) -> None:
    """Keep these, in place of anything else that stands under their keys; what is known is not written again.

    Raises RunError on a full disk.
    """
    log.append([(key, new) for key, new in items if not _is_equal(kept_in(log, key), new)], again=True)


def kept_in(log: RowLog, key: str) -> np.ndarray | None:
    """What a log holds; a damaged record is as good as none, and the log has taken it out."""
    try:
        return log.get(key) if key in log else None
    except (KeyError, FormatError):  # a KeyError where another thread found it damaged meanwhile
        return None


def _is_equal(kept: np.ndarray | None, new: np.ndarray) -> bool:
    if kept is None or (kept.dtype, kept.shape) != (new.dtype, new.shape):
        return False
    return kept.tobytes() == new.tobytes()
