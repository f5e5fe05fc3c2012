"""Which files of a folder may be pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .errors import CallError

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".dib", ".tif", ".tiff"}
    | {".mpo", ".avif", ".avifs", ".heic", ".heif", ".hif"}
)
"""Endings of files that are looked into; a file without any ending is, too, and its content decides."""


def may_be_picture(name: str) -> bool:
    """Whether a file of this name is looked into: a picture's ending or none, and not hidden."""
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES | {""}


def pictures_under(folder: Path) -> Iterator[Path]:
    """The files at any depth that may be pictures, sorted; links are followed, but into no folder twice.

    Links that lead nowhere are among them: whoever reads them says what is wrong.
    Raises CallError for a folder that cannot be listed.
    """
    yield from _under(folder, set())


def _under(folder: Path, seen: set[Path]) -> Iterator[Path]:
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise CallError(f"{folder}: cannot be listed: {error.strerror}") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if path.is_dir():
            yield from _under(path, seen)
        elif may_be_picture(entry.name) and (path.is_file() or not path.exists()):
            yield path


def stamp_of(path: Path) -> str:
    """Size and time of change of a file, as the stamp of a sample; "" where there is no file to ask."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}"
