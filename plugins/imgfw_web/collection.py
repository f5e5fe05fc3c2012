"""A folder of gathered pictures: class folders, where each picture came from, and what was refused."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from imgfw import CallError, RunError, try_lock

from .found import Found
from .rows import ATTRIBUTION, COLUMNS, REFUSED, REFUSED_COLUMNS, Table

ENDINGS = {
    "JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif",
    "BMP": ".bmp", "TIFF": ".tif", "AVIF": ".avif", "HEIC": ".heic",
}  # fmt: skip
_DRAFTS, _LOCK = ".drafts", ".gather.lock"


class Collection:
    """The folder, open for one process alone.

    A picture is written as a draft, its row is added, and then the draft becomes the file. So a file always
    has its row, and after a kill whatever has a row is finished. A row whose file is gone is a picture that
    the user has thrown away: it is not fetched again. Files may be moved from class to class.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._attribution = Table(folder / ATTRIBUTION, COLUMNS)
        self._refused = Table(folder / REFUSED, REFUSED_COLUMNS)
        self._lock: int | None = self._locked()
        try:
            self._take_in()
        except BaseException:
            self.close()
            raise

    def _take_in(self) -> None:
        rows, refused = self._attribution.read(), self._refused.read()
        for table in (self._attribution, self._refused):
            table.mend()
        self.files = {_name(path): path for path in _class_files(self.folder)}
        self.rows = {row["id"]: row for row in rows}
        self.refused = {row["id"]: row for row in refused}
        self.by_content = {row["sha256"]: row["file"] for row in rows}
        self._finish_drafts()

    def close(self) -> None:
        """Let others have the folder."""
        with suppress(OSError):  # no draft was made, or one is left
            (self.folder / _DRAFTS).rmdir()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def kept(self, name: str) -> int:
        """How many gathered pictures are in a class folder now."""
        return sum(self.place(row) == name for row in self.rows.values())

    def place(self, row: dict[str, str]) -> str:
        """The class folder that a row's picture is in now, "" if it is gone."""
        return self.files.get(_name(row["file"]), "").partition("/")[0]

    def path(self, row: dict[str, str]) -> Path | None:
        """Where a row's picture is now, None if it is gone."""
        file = self.files.get(_name(row["file"]))
        return self.folder / file if file else None

    def keep(self, found: Found, name: str, query: str, content: bytes, format: str) -> str:
        """Put a picture into a class folder; gives its file. Raises RunError where it cannot be written."""
        with self._written():
            return self._keep(found, name, query, content, format)

    def _keep(self, found: Found, name: str, query: str, content: bytes, format: str) -> str:
        file = f"{found.id}{ENDINGS[format]}"
        sha256 = hashlib.sha256(content).hexdigest()
        drafts = self.folder / _DRAFTS
        drafts.mkdir(exist_ok=True)
        with open(drafts / file, "wb") as draft:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
        assert found.licence is not None
        about = {
            "title": found.title,
            "creator": found.creator,
            "licence": found.licence.code,
            "licence_version": found.licence.version,
            "licence_url": found.licence.link,
            "sha256": sha256,
        }
        row = {"file": f"{name}/{file}", **_row(found, name, query), **about}
        self._attribution.add(row)
        self.rows[found.id], self.by_content[sha256] = row, row["file"]
        self._finish(drafts / file, name)
        return row["file"]

    def refuse(self, found: Found, name: str, query: str, reason: str, outcome: str = "refused") -> None:
        """Remember why a picture is not used, so that it is not fetched again; or of which it is a copy."""
        row = {**_row(found, name, query), "outcome": outcome, "reason": reason}
        with self._written():
            self._refused.add(row)
        self.refused[found.id] = row

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RunError(
                f"{self.folder}: cannot be written to: {error.strerror}; what was gathered is kept, "
                "and the same command continues"
            ) from error

    def _locked(self) -> int:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            fd = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise CallError(f"{self.folder}: cannot be written to: {error.strerror}") from error
        if not try_lock(fd):
            os.close(fd)
            raise CallError(f"{self.folder}: another `imgfw gather` is at work here; wait for it, or end it")
        return fd

    def _finish_drafts(self) -> None:
        """What a killed run left: drafts that have their row become files, the others go."""
        named = {_name(row["file"]): row for row in self.rows.values()}
        for draft in sorted((self.folder / _DRAFTS).glob("*")):
            row = named.get(draft.name)
            whole = row and hashlib.sha256(draft.read_bytes()).hexdigest() == row["sha256"]
            if row and whole and draft.name not in self.files:
                self._finish(draft, row["class"])
            else:
                draft.unlink()

    def _finish(self, draft: Path, name: str) -> None:
        (self.folder / name).mkdir(exist_ok=True)
        os.replace(draft, self.folder / name / draft.name)
        self.files[draft.name] = f"{name}/{draft.name}"


def _class_files(folder: Path) -> Iterator[str]:
    """Every file in the class folders, from the folder on."""
    for inside in sorted(folder.iterdir()):
        if inside.is_dir() and not inside.name.startswith("."):
            files = (file for file in sorted(inside.rglob("*")) if file.is_file())
            yield from (file.relative_to(folder).as_posix() for file in files)


def _name(file: str) -> str:
    return file.rpartition("/")[2]


def _row(found: Found, name: str, query: str) -> dict[str, str]:
    return {
        "id": found.id,
        "class": name,
        "query": query,
        "page_url": found.page,
        "picture_url": found.link,
        "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
    }
