"""The files of a folder, a zip or a tar, behind one small face; nothing is unpacked to disk."""

from __future__ import annotations

import tarfile
import threading
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

from imgfw import (
    CallError,
    PictureError,
    ending_of,
    is_picture,
    may_be_picture,
    read_file,
    stamp_of,
    start_of,
)

from .archives import Member, content_of, start_of_member
from .splits import is_split
from .tars import tar_members
from .walking import Wanted, is_hidden, names_below
from .zips import zip_members

PACKED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
}
"""First bytes of what cannot be read file by file."""
_INDEXING = threading.Lock()


class Place(Protocol):
    """Files by name; names have "/" between their parts, whatever the system."""

    @property
    def path(self) -> Path:
        """The folder or the archive."""

    @property
    def wrapper(self) -> str:
        """The one folder into which an archive was packed as a whole, with "/" behind it; "" = none."""

    def names(self, wanted: Wanted = may_be_picture, depth: int | None = None) -> tuple[str, ...]:
        """The names of files that are `wanted` by their last part, sorted; hidden ones are not among them.

        depth  how many parts a name has at most
        """

    def stamp(self, name: str) -> str:
        """Changes when the file may have changed; "" where there is no such file."""

    def start(self, name: str) -> bytes:
        """The first bytes of a file, as many as tell its format; none where it cannot be read."""

    def read(self, name: str) -> bytes:
        """The content of a file. Raises PictureError where it cannot be read."""


@dataclass(frozen=True)
class FolderPlace:
    """The files of a folder."""

    path: Path
    wrapper = ""

    def names(self, wanted: Wanted = may_be_picture, depth: int | None = None) -> tuple[str, ...]:
        """Links are followed; those that lead nowhere are there, too. Raises CallError if it has no list."""
        return tuple(names_below(self.path, wanted, depth))

    def stamp(self, name: str) -> str:
        """Size and time of change."""
        try:
            return stamp_of(self.path / name)
        except ValueError:
            return ""  # no system has a file of such a name

    def start(self, name: str) -> bytes:
        """The first bytes of the file."""
        return start_of(self.path / name)

    def read(self, name: str) -> bytes:
        """The bytes of the file."""
        return read_file(self.path / name)


@dataclass(frozen=True)
class ArchivePlace:
    """The files of a zip or a tar; names may leave out the folder into which all of it was packed."""

    path: Path
    members: Mapping[str, Member]
    wrapper: str

    def names(self, wanted: Wanted = may_be_picture, depth: int | None = None) -> tuple[str, ...]:
        """Without those under a hidden folder; links are there, too."""
        found = [(name, name.split("/")) for name in self.members]
        return tuple(
            name
            for name, parts in found
            if wanted(parts[-1]) and len(parts) <= (depth or len(parts)) and not any(map(is_hidden, parts))
        )

    def stamp(self, name: str) -> str:
        """What the archive's directory says of the file."""
        member = self._member(name)
        return member.stamp if member else ""

    def start(self, name: str) -> bytes:
        """The first bytes of the file; only these are unpacked."""
        member = self._member(name)
        return start_of_member(self.path, member) if member else b""

    def read(self, name: str) -> bytes:
        """The bytes of the file, checked against what the archive says of them."""
        member = self._member(name)
        if member is None:
            raise PictureError(f"is no longer in {self.path.name}")
        return content_of(self.path, member)

    def _member(self, name: str) -> Member | None:
        return self.members.get(name) or self.members.get(self.wrapper + name)


def pictures_in(place: Place) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """The names of the pictures, told by ending or content, and how many other files there are by ending."""
    names, passed = [], Counter[str]()
    for name in place.names(lambda _: True):
        last = name.rpartition("/")[2]
        if is_picture(last, partial(place.start, name)):
            names.append(name)
        else:
            passed[ending_of(last)] += 1
    return tuple(names), passed


def place_of(path: Path) -> Place:
    """The files of a folder, a zip or an uncompressed tar, told by its content.

    Raises CallError with what to do for anything else. The directory of an archive is read once.
    """
    if path.is_dir():
        return FolderPlace(path)
    stamp = stamp_of(path)
    if not stamp:
        raise CallError(f"{path}: no such folder, zip or tar")
    with _INDEXING:
        return _archive(path, stamp)


@lru_cache(maxsize=8)
def _archive(path: Path, stamp: str) -> ArchivePlace:
    try:
        with path.open("rb") as file:
            start = file.read(tarfile.BLOCKSIZE)
    except OSError as error:
        raise CallError(f"{path}: cannot be read: {error.strerror}") from error
    for first, packing in PACKED.items():
        if start.startswith(first):
            way = "unpack it, or pack its files as a zip or an uncompressed tar"
            raise CallError(f"{path}: is packed by {packing} and cannot be read picture by picture; {way}")
    if start.startswith((b"PK\3\4", b"PK\5\6")):
        members = zip_members(path)
    elif start[257:262] == b"ustar" or (not zipfile.is_zipfile(path) and tarfile.is_tarfile(path)):
        members = tar_members(path)
    elif zipfile.is_zipfile(path):
        members = zip_members(path)
    else:
        raise CallError(f"{path}: expected a folder, a zip or an uncompressed tar, and it is none of them")
    return ArchivePlace(path, members, _wrapper(members))


def _wrapper(members: Mapping[str, Member]) -> str:
    tops = {name.partition("/")[0] for name in members if "/" in name and not is_hidden(name)}
    return f"{next(iter(tops))}/" if len(tops) == 1 and not any(map(is_split, tops)) else ""
