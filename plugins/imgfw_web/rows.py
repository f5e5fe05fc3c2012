"""Tables that rows are added to, one line each, and that a kill at any moment leaves readable."""

from __future__ import annotations

import csv
import errno
import io
import os
from collections.abc import Sequence
from pathlib import Path

from imgfw import CallError

ATTRIBUTION, REFUSED = "attribution.csv", "refused.csv"
COLUMNS = (
    "file", "class", "query", "title", "creator", "licence", "licence_version", "licence_url",
    "page_url", "picture_url", "id", "sha256", "fetched",
)  # fmt: skip
REFUSED_COLUMNS = ("id", "class", "query", "outcome", "reason", "page_url", "picture_url", "fetched")
_FORMULA = ("=", "+", "-", "@")


class Table:
    """A CSV file with a fixed header. Texts that a spreadsheet would compute begin with an apostrophe."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self.columns = path, tuple(columns)

    def read(self) -> list[dict[str, str]]:
        """Its rows; a last line that was cut off is passed over. Raises CallError for another table."""
        try:
            content = self.path.read_bytes()
            text = content[: content.rfind(b"\n") + 1].decode("utf-8-sig")
        except FileNotFoundError:
            return []
        except UnicodeDecodeError:
            raise CallError(f"{self.path}: is not UTF-8; save it as UTF-8, or move it away") from None
        lines = list(csv.reader(io.StringIO(text, newline="")))
        if lines and tuple(lines[0]) != self.columns:
            got = ",".join(lines[0])[:200]
            raise CallError(
                f"{self.path}: expected the columns {','.join(self.columns)}, got {got}; "
                "is this a folder of `imgfw gather`?"
            )
        return [dict(zip(self.columns, line, strict=True)) for line in lines[1:] if self._fits(line)]

    def mend(self) -> None:
        """Cut off a last line that is not whole."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.truncate(self.path, whole)

    def add(self, row: dict[str, str]) -> None:
        """Add a row, whole and down to the disk; where that fails, nothing of it stays."""
        fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        with os.fdopen(fd, "ab", buffering=0) as file:
            size = file.tell()
            text = io.StringIO(newline="")
            header = [] if size else [self.columns]
            csv.writer(text, lineterminator="\n").writerows(
                [*header, [_cell(row[name]) for name in self.columns]]
            )
            content = text.getvalue().encode("utf-8", "replace")
            try:
                if file.write(content) != len(content):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(fd)
            except OSError:
                os.ftruncate(fd, size)
                raise

    def _fits(self, line: Sequence[str]) -> bool:
        return len(line) == len(self.columns)


def _cell(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line
