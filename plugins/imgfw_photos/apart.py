"""Sources, target and plan lie apart: none inside of another, by whatever name, link or mount."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from imgfw import CallError

Identity = tuple[int, int]
"""What a folder is on its disk, however it is reached."""


class Apart:
    """Watches the walk through sources and target; raises CallError where they meet.

    Names are compared with links resolved, and folders by what they are, so that a folder that is mounted
    twice is one.

    target  None = nothing is written into one
    """

    def __init__(self, sources: Sequence[Path], target: Path | None) -> None:
        self._sources = {source: Path(os.path.realpath(source)) for source in sources}
        self._roots = {_identity(real): source for source, real in self._sources.items()}
        self._seen: set[Identity] = set()
        self._target = target
        self._anchor: Identity | None = None
        if target is not None:
            self._compare(target)

    def _compare(self, target: Path) -> None:
        self._real = Path(os.path.realpath(target))
        self._anchor = next(_identities(self._real), None)
        own = _identity(self._real)
        for source, real in self._sources.items():
            if self._real == real or (real in self._real.parents and real.is_dir()):
                raise _inside(f"--to {target}", str(source))
            if self._real in real.parents or (own is not None and own in _identities(real)):
                raise _inside(str(source), f"--to {target}")

    def in_source(self, folder: Path, status: os.stat_result) -> None:
        """A folder of a source is about to be looked into."""
        identity = status.st_dev, status.st_ino
        if status.st_ino and identity == self._anchor:
            raise _inside(f"--to {self._target}", str(folder))
        self._seen.add(identity)

    def in_target(self, folder: Path, status: os.stat_result) -> None:
        """A folder of the target is about to be looked into."""
        identity = status.st_dev, status.st_ino
        if status.st_ino and (identity in self._roots or identity in self._seen):
            raise _inside(str(self._roots.get(identity, folder)), f"--to {self._target}")

    def check_plan(self, folder: Path) -> None:
        """Where the plan is to be written: asked once the walk through the sources is over."""
        real = Path(os.path.realpath(folder))
        inside = [*self._sources.values(), *([self._real] if self._target else [])]
        above = {each for each in _identities(real) if each[1]}
        own = _identity(self._real) if self._target else None
        if any(place == real or place in real.parents for place in inside) or above & (self._seen | {own}):
            raise CallError(
                f"the plan would be written into {folder}, among the pictures or into the target; nothing "
                "is written there; give another place by --plan"
            )


def _inside(one: str, other: str) -> CallError:
    return CallError(f"{one} lies in {other}: what is organized would be found again; choose a place apart")


def _identity(path: Path) -> Identity | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None


def _identities(path: Path) -> Iterator[Identity]:
    """Of the path and all above it, as far as they are there."""
    return (found for each in _with_parents(path) if (found := _identity(each)) is not None)


def _with_parents(path: Path) -> Iterable[Path]:
    return (path, *path.parents)
