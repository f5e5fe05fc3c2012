"""What in a cache folder is imgfw's own, told by content: the folder may hold anything else as well."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .disk import newest
from .errors import DamagedError, FormatError
from .records import BEGIN, is_log

FORMAT = 1
RECORD = "record.json"
OPEN = "open"
"""In the record of a folder that is still being worked in."""
LIVE = ".live"
TAG = "CACHEDIR.TAG"
"""Tells backups to skip a cache, see https://bford.info/cachedir/."""
TAG_TEXT = """Signature: 8a477f597d28d172789f06886806bc55
# This folder holds what imgfw made; all of it can be made again, see `imgfw cache`.
"""
LOGS = frozenset({"digests", "files", "looks", "pictures", "rows", "seen", "thumbs"})
"""Kinds whose files are row logs."""
SPLITS = "splits"
"""The kind whose files say in which split each sample of some sources was."""
_KEY = "[0-9a-f]{40}"
_PARTS = frozenset({"train", "val", "test"})


def owned(root: Path) -> Iterator[tuple[str, Path]]:
    """The kind and the path of everything that is kept under a root, sorted; no link is followed below it."""
    for folder in _listed(root):
        if not folder.name.startswith(".") and _is_folder(folder):
            yield from (
                (folder.name, Path(entry)) for entry in _listed(folder) if _is_own(folder.name, entry)
            )


def foreign(root: Path) -> tuple[str, ...]:
    """What else lies under a root, as names below it; a folder in which nothing is ours is one of them."""
    ours = {path for _, path in owned(root)}
    found = []
    for top in _listed(root):
        if top.name in (LIVE, TAG) and not top.is_symlink():
            continue
        entries = [Path(entry) for entry in _listed(top)] if _is_folder(top) else []
        if ours.isdisjoint(entries):
            found += [] if _is_folder(top) and not entries else [top.name]
        else:
            found += [f"{top.name}/{entry.name}" for entry in entries if entry not in ours]
    return tuple(found)


def tag(root: Path) -> None:
    """Mark a folder as a cache if it is new or empty; one that holds anything may be somebody's own."""
    root.mkdir(parents=True, exist_ok=True)
    if next(root.iterdir(), None) is None:
        with suppress(FileExistsError), (root / TAG).open("x", encoding="ascii") as file:
            file.write(TAG_TEXT)


def write_record(folder: Path, kind: str, key: str, **more: object) -> None:
    """Say of a folder what it is. Raises FileExistsError if it says so already."""
    created = datetime.now(UTC).isoformat(timespec="seconds")
    with (folder / RECORD).open("x", encoding="utf-8") as file:
        json.dump({"format": FORMAT, "kind": kind, "key": key, "created": created, **more}, file)


def check_record(folder: Path) -> None:
    """Raises FileNotFoundError for an artefact that is not there, FormatError if newer, DamagedError."""
    try:
        written = int(json.loads((folder / RECORD).read_bytes())["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{folder / RECORD}: damaged; delete its folder, and it is made again") from error
    if written > FORMAT:
        raise FormatError(f"{folder}: format {written} is newer than this imgfw; update it, or delete it")


def used(path: Path) -> float:
    """When it was last used, seconds since the epoch: an artefact's record is touched, all else changed."""
    finished = path.is_dir() and not _record_of(path).get(OPEN)
    return newest(path / RECORD if finished else path)


def _record_of(folder: Path) -> dict[str, Any]:
    """The record of an artefact; {} where there is none that can be read."""
    path = folder / RECORD
    try:
        found = json.loads(path.read_bytes()) if path.is_file() and not path.is_symlink() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_own(kind: str, entry: os.DirEntry[str]) -> bool:
    if _is_folder(entry):
        record = _record_of(Path(entry))
        return "format" in record and (record.get("kind"), record.get("key")) == (kind, entry.name)
    if not entry.is_file(follow_symlinks=False):
        return False
    if kind == SPLITS:
        return re.fullmatch(rf"{_KEY}\.json", entry.name) is not None and _tells_splits(Path(entry))
    return kind in LOGS and entry.name.endswith(".log") and _is_log(Path(entry))


def _is_log(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_log(file.read(BEGIN))
    except OSError:
        return False


def _tells_splits(path: Path) -> bool:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and all(isinstance(s, str) and s in _PARTS for s in found.values())


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _listed(folder: os.PathLike[str]) -> list[os.DirEntry[str]]:
    """What lies in a folder, sorted; nothing where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
