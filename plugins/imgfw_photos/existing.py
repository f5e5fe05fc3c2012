"""What lies in the target already: which names are taken, and which contents are there."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from imgfw import CallError, RunError

from .names import folded, parted
from .walk import Met

Folder = tuple[str, ...]
"""The names of folders from the target on."""

Digest = Callable[[Path], str]
"""Gives the SHA-256 of a file's content, hex; OSError is the caller's."""


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content, hex. OSError is the caller's."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Existing:
    """The target as it is when a plan is made; nothing in it is opened but files of a size that is asked for.

    target     None = there is none, and nothing in it
    met        told of every folder in it with its status; what it raises ends the reading
    digest_of  reads a file, or knows what was in it
    """

    def __init__(self, target: Path | None, met: Met | None = None, digest_of: Digest = digest_of) -> None:
        self.target, self._digest_of = target or Path(), digest_of
        self._names: dict[Folder, dict[str, tuple[str, bool]]] = {}
        self._sizes: dict[int, list[tuple[Folder, str]]] = {}
        self._links: dict[str, list[tuple[Folder, str]]] = {}
        self._digests: dict[Path, str] = {}
        if target is None:
            return
        if target.is_dir():
            self._read(met)
        elif target.exists() or target.is_symlink():
            raise CallError(f"--to {target}: expected a folder, or a place where one can be made")

    def __bool__(self) -> bool:
        """Whether any file lies there."""
        return bool(self._sizes)

    def names(self, folder: Folder) -> Iterator[str]:
        """What lies in this folder, however the letters of its own name are written."""
        yield from (name for name, _ in self._names.get(_key(folder), {}).values())

    def same(self, size: int, digest: str) -> list[tuple[Folder, str]]:
        """Files with this content, sorted: their folder and name. RunError where one cannot be read."""
        found = self._sizes.get(size, [])
        return [each for each in found if self._digest(self.target.joinpath(*each[0], each[1])) == digest]

    def leading_to(self, source: str) -> list[tuple[Folder, str]]:
        """Links to this file, sorted: their folder and name."""
        return self._links.get(os.path.realpath(source), []) if self._links else []

    def spelt(self, folder: Folder) -> Folder:
        """The folder as far as it is there already, with its names as they are written there."""
        made: list[str] = []
        for name in folder:
            there, _ = self._names.get(_key(tuple(made)), {}).get(folded(name), (name, True))
            made.append(there)
        return tuple(made)

    def digest(self, folder: Folder, name: str) -> str:
        """The digest of the file that has this name there, on some disk; "" where there is none.

        Of what is no file it is the name of that, which is the digest of nothing.
        """
        there, _ = self._names.get(_key(folder), {}).get(folded(name), ("", False))
        path = self.target.joinpath(*folder, there)
        return "" if not there else self._digest(path) if path.is_file() else there

    def check(self, folder: Folder) -> None:
        """Raises CallError where a folder cannot be made, or would be outside of the target."""
        for depth in range(len(folder)):
            name, is_folder = self._names.get(_key(folder[:depth]), {}).get(folded(folder[depth]), ("", True))
            if not is_folder:
                place = self.target.joinpath(*folder[:depth], name)
                raise CallError(
                    f"{place}: a link or a file where a folder is needed; rename it, or give a --template"
                )

    def _read(self, met: Met | None) -> None:
        for top, folders, files in os.walk(self.target, onerror=_unlisted):
            place = Path(top)
            folder = place.relative_to(self.target).parts
            if met:
                met(place, place.stat())
            here = self._names.setdefault(_key(folder), {})
            here |= {folded(name): (name, not (place / name).is_symlink()) for name in sorted(folders)}
            here |= {folded(name): (name, False) for name in sorted(files)}
            folders.sort()
            for name in sorted(files):
                status = os.lstat(place / name)
                if stat.S_ISREG(status.st_mode):
                    self._sizes.setdefault(status.st_size, []).append((folder, name))
                elif stat.S_ISLNK(status.st_mode):
                    self._links.setdefault(os.path.realpath(place / name), []).append((folder, name))

    def _digest(self, path: Path) -> str:
        if path not in self._digests:
            try:
                self._digests[path] = self._digest_of(path)
            except OSError as error:
                raise _unknown(path, f"cannot be read: {error.strerror}") from error
        return self._digests[path]


def stem_key(name: str) -> str:
    """Equal for names that share their stem on some disk."""
    return folded(parted(name)[0])


def _key(folder: Folder) -> Folder:
    return tuple(map(folded, folder))


def _unlisted(error: OSError) -> None:
    raise _unknown(error.filename, f"cannot be listed: {error.strerror}")


def _unknown(path: str | Path, what: str) -> RunError:
    return RunError(f"{path}: {what}; nothing in the target may be unknown")
