"""The row store's log: one append-only file that keeps arrays by key (the bytes: `records.py`).

Any number of threads and processes may read and append at the same time. What `append` has returned from
survives a kill. What a kill leaves half written at the end is ignored by readers and cut off by the next
writer. A damaged record is never given out: with a damaged head it is absent; damaged content is told by the
first reader, who takes its key out. Either way the next run makes that row again, and no other.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import records
from .disk import locked
from .errors import FormatError
from .logfile import LogFile

if TYPE_CHECKING:
    from types import TracebackType

    import numpy as np


class RowLog:
    """Arrays by key in one file; a key, once written, keeps its array unless it is written `again`.

    Opening reads the heads of the records, not their content; a file that is not there is an empty log.
    Raises FormatError for a file that is no log, or one of a newer format.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._writing = threading.RLock()
        self._new: set[str] = set()
        self._file = LogFile(self.path)
        self.refresh()

    def __contains__(self, key: str) -> bool:
        return key in self._file.rows

    def __len__(self) -> int:
        return len(self._file.rows)

    def is_new(self, key: str) -> bool:
        """Whether this log wrote the key itself; not, where an earlier run or another process did."""
        return key in self._new

    def keys(self) -> tuple[str, ...]:
        """All keys, in the order in which they were written."""
        return tuple(self._file.rows)

    def get(self, key: str) -> np.ndarray:
        """The array of a key, read-only. Raises KeyError if it is absent, FormatError if it is damaged."""
        import numpy as np

        file = self._file
        row = file.rows[key]
        content = file.content(row)
        if content is None:
            raise self._damaged({key: row})
        dtype, shape, _ = file.form(row)
        return np.ndarray(shape, dtype, buffer=content)

    def gather(self, keys: Sequence[str]) -> np.ndarray:
        """The arrays of these keys, stacked: (N, ...); needs memory for the result and one array.

        Without keys (0, ...), shaped like the first array of the log. Raises KeyError for an absent key,
        FormatError where some are damaged, ValueError where dtypes or shapes differ or the log is empty.
        """
        import numpy as np

        file = self._file
        rows = [file.rows[key] for key in keys]
        dtype, shape = _common(file, rows or list(file.rows.values())[:1])
        stacked = np.empty((len(rows), *shape), dtype)
        damaged = {}
        for place, row in enumerate(rows):
            content = file.content(row)
            if content is None:
                damaged[keys[place]] = row
            else:
                stacked[place] = np.ndarray(shape, stacked.dtype, buffer=content)
        if damaged:
            raise self._damaged(damaged)
        return stacked

    def append(self, items: Iterable[tuple[str, np.ndarray]], *, again: bool = False) -> None:
        """Keep these arrays, all in one write; keys that are there already are skipped, or written `again`.

        They survive a kill from the moment this returns. Raises TypeError for arrays that are not plain
        numbers, dates or text, ValueError for a key or array that is too large, RunError on a full disk.
        """
        new: dict[str, bytes] = {}
        for key, value in items:
            if key not in new:
                new[key] = records.encoded(key, value)
        if not new:
            return
        with self._locked() as file:
            missing = {key: record for key, record in new.items() if again or key not in file.rows}
            file.write(list(missing.values()))
            self._new.update(missing)

    def put_json(self, items: Mapping[str, Any]) -> None:
        """Keep JSON documents by key, as `append` keeps arrays."""
        import numpy as np

        texts = ((key, json.dumps(value).encode("ascii")) for key, value in items.items())
        self.append((key, np.frombuffer(text, np.uint8)) for key, text in texts)

    def get_json(self, key: str) -> Any:
        """The document that `put_json` kept. Raises as `get` does."""
        return json.loads(self.get(key).tobytes())

    def refresh(self) -> None:
        """See what others have written since."""
        with self._writing:
            if not self._file.is_current():
                self._file = LogFile(self.path)
            if self._file.fd >= 0:
                self._file.follow()

    def close(self) -> None:
        """Let go of the file; the log is empty until `refresh` or `append`."""
        with self._writing:
            self._file = LogFile(None)

    def __enter__(self) -> RowLog:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _damaged(self, found: Mapping[str, int]) -> FormatError:
        """Take damaged records out of the log, for everybody; the error that says so."""
        with self._locked() as file:
            file.write([records.removal(key) for key, row in found.items() if file.rows.get(key) == row])
        return FormatError(
            f"{self.path}: damaged on the disk: {len(found)} of its records, such as {min(found)}. "
            "They were taken out; run the recipe again, and they are made anew"
        )

    @contextmanager
    def _locked(self) -> Iterator[LogFile]:
        """The log's file, made if it is missing, held for writing and read up to its end."""
        with self._writing:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            while True:
                if not self._file.is_current():
                    self._file = LogFile(self.path, create=True)
                file = self._file
                with locked(file.fd):
                    if file.is_current():
                        file.follow()
                        yield file
                        return


def _common(file: LogFile, rows: list[int]) -> tuple[str, tuple[int, ...]]:
    found = {file.form(row)[:2] for row in rows}
    if len(found) != 1:
        names = ", ".join(sorted(f"{dtype} {shape}" for dtype, shape in found)) or "none at all"
        raise ValueError(f"{file.path}: only arrays of one dtype and shape can be stacked, not {names}")
    return found.pop()
