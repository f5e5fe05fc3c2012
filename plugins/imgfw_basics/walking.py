"""The files below a folder, links followed but never in a circle."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from imgfw import CallError

Wanted = Callable[[str], bool]
"""Whether a file of this name, without its folder, is wanted."""
CLASS_LEVELS = 2
"""So deep may class folders lie: at the top, or in a part of a split."""


def is_hidden(part: str) -> bool:
    """Whether a part of a name hides what it names."""
    return part.startswith(".")


def names_below(folder: Path, wanted: Wanted, depth: int | None = None) -> Iterator[str]:
    """The names of the files that are wanted, "/" between their parts, sorted part by part.

    depth  how many parts a name has at most

    Hidden files and folders are not among them. Links are followed; those that lead nowhere are there. No
    folder is entered from inside itself, nor twice below one class folder, but two class folders may be one.
    Raises CallError for a folder that cannot be listed.
    """
    yield from _walk(folder, "", set(), wanted, 1, depth or 0)


def _walk(
    folder: Path, before: str, seen: set[Path], wanted: Wanted, level: int, depth: int
) -> Iterator[str]:
    """seen: the folders entered above this one and, below the levels of class folders, beside it."""
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise CallError(f"{folder}: cannot be listed: {error.strerror}") from error
    for entry in entries:
        if is_hidden(entry.name):
            continue
        if _is_folder(entry):
            if level != depth:
                its = set(seen) if level <= CLASS_LEVELS else seen
                yield from _walk(folder / entry.name, f"{before}{entry.name}/", its, wanted, level + 1, depth)
        elif wanted(entry.name) and (_is_file(entry) or not os.path.exists(entry.path)):
            yield before + entry.name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link that leads in a circle


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False
