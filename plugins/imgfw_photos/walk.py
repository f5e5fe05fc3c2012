"""Everything that lies in folders of pictures, each file once; what is not looked into has a reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from imgfw import CallError, is_picture, start_of

Kind = Literal["picture", "file", "unreadable"]

_FOREIGN = frozenset(
    {"@eadir", "#recycle", "$recycle.bin", "system volume information", "__macosx", "lost+found"}
)
"""Folders that systems keep for themselves, small copies of pictures among what is in them."""

_LIBRARIES = (".photoslibrary", ".photolibrary", ".aplibrary", ".lrdata", ".lrlibrary")
"""Folders that are a program's own library: what is taken out of one is missing there."""


@dataclass(frozen=True)
class Found:
    """Something that lies there.

    path    absolute, below the place that was given as it was given
    kind    picture (looked into) | file (anything else) | unreadable (a folder or file that refuses itself)
    size    bytes; 0 for what is no file
    reason  why it is not looked into; "" where it is, and for files that may belong to a picture
    """

    path: Path
    kind: Kind
    size: int = 0
    modified_ns: int = 0
    reason: str = ""


Met = Callable[[Path, os.stat_result], None]
"""Told of every folder before it is looked into; what it raises ends the walk."""


def walked(places: Sequence[Path], met: Met | None = None) -> Iterator[list[Found]]:
    """What lies in these files and folders at any depth, folder by folder, each sorted by name.

    Links are not followed, and no folder is looked into twice, whatever names lead to it; both are listed.
    Raises CallError for a place that is not there.
    """
    seen: dict[tuple[int, int], Path] = {}
    folders, files = _apart(places)
    for parent, names in files.items():
        yield [each for name in sorted(names) if (each := _found(parent / name))]
    waiting = list(reversed(folders))
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            identity = status.st_dev, status.st_ino
            if status.st_ino and seen.setdefault(identity, folder) != folder:
                yield [Found(folder, "file", reason=f"is the folder {seen[identity]} once more")]
                continue
            if met:
                met(folder, status)
            names = sorted(os.listdir(folder))
        except OSError as error:
            yield [Found(folder, "unreadable", reason=f"cannot be listed: {error.strerror}")]
            continue
        found, below = _listed(folder, names)
        waiting += reversed(below)
        yield found


def _apart(places: Sequence[Path]) -> tuple[list[Path], dict[Path, list[str]]]:
    """The folders, none inside of another, and the names of single files by their folder."""
    given = {os.path.realpath(place): Path(os.path.abspath(place)) for place in reversed(places)}
    tops: list[Path] = []
    files: dict[Path, list[str]] = {}
    for real in sorted(given):
        if any(parent in given and os.path.isdir(parent) for parent in map(str, Path(real).parents)):
            continue
        if os.path.isdir(real):
            tops.append(given[real])
        elif os.path.exists(real):
            path = Path(real) if given[real].is_symlink() else given[real]
            files.setdefault(path.parent, []).append(path.name)
        else:
            raise CallError(f"{given[real]}: no such file or folder")
    return tops, files


def _listed(folder: Path, names: Sequence[str]) -> tuple[list[Found], list[Path]]:
    """The files of a folder, and the folders in it that are looked into."""
    found, below = [], []
    for name in names:
        path = folder / name
        each = _found(path)
        if each is None and (reason := _closed(name)):
            found.append(Found(path, "file", reason=reason))
        elif each is None:
            below.append(path)
        else:
            found.append(each)
    return found, below


def _closed(name: str) -> str:
    """Why a folder of this name is not looked into; "" where it is."""
    lower = name.lower()
    if lower in _FOREIGN:
        return "a folder of the system's own, not looked into"
    if lower.endswith(_LIBRARIES):
        return "the library of a program, not looked into: export from there what is to be organized"
    return "a hidden folder, not looked into" if name.startswith(".") else ""


def _found(path: Path) -> Found | None:
    """What is there; None for a folder."""
    try:
        status = path.lstat()
        if stat.S_ISDIR(status.st_mode):
            return None
        size, modified = status.st_size, status.st_mtime_ns
        if stat.S_ISLNK(status.st_mode):
            return Found(path, "file", 0, modified, f"a link to {os.readlink(path)}")
    except OSError as error:
        return Found(path, "unreadable", reason=f"cannot be looked at: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return Found(path, "file", 0, modified, "no file, but a pipe, a socket or a device")
    if path.name.startswith("."):
        return Found(path, "file", size, modified, "a hidden file")
    picture = is_picture(path.name, lambda: start_of(path))
    return Found(path, "picture" if picture else "file", size, modified)
