"""Labels in sidecars beside pictures: written whole; what was there is kept in the plan's folder."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from imgfw import PictureError, sync

from .contents import LeftAloneError, holds, unchanged
from .disks import writing_into_plan
from .done import Done
from .plan import Item
from .steps import Step
from .transfer import copy_new, draft_in
from .xmp import merged

STORE = "sidecars"
"""The folder in that of the plan: sidecars as they were and as they become, by sha256."""

_ENDING = ".xmp"


class Sidecars:
    """Makes a step for each picture that lacks labels in its sidecar.

    folder  of the plan
    items   of the plan
    kept    sidecars that were written before, or had the labels already
    """

    def __init__(self, folder: Path, items: Iterable[Item], done: Done) -> None:
        self._store, self._done, self.kept = folder / STORE, done, 0
        beside = [item for item in items if item.follows and item.source.lower().endswith(_ENDING)]
        self._beside = {item.follows: Path(item.source) for item in beside}

    def place(self, item: Item) -> Path:
        """The sidecar of a picture: the one that belongs to it, or a new `IMG_1.jpg.xmp`."""
        own = Path(item.source + _ENDING)
        other = self._beside.get(item.source, own)
        return other if not os.path.lexists(own) and os.path.lexists(other) else own

    def bytes_of(self, item: Item) -> int:
        """What will be written into the target: nothing."""
        return 0

    def is_wanted(self, item: Item) -> bool:
        """Whether the journal does not say that a picture's sidecar was written, or it was removed since."""
        if item.fate != "placed" or item.follows:
            return False
        place = self.place(item)
        return str(place) not in self._done.made or not os.path.lexists(place)

    def standing(self, group: Iterable[Item]) -> int:
        """How many sidecars of these files were written before and stand."""
        return sum(str(self.place(item)) in self._done.made and not self.is_wanted(item) for item in group)

    def interrupted(self, group: Iterable[Item]) -> list[str]:
        """None: a picture has one sidecar."""
        return []

    def steps(self, item: Item) -> list[Step]:
        """What writes a picture's sidecar. Raises LeftAloneError where either cannot be used."""
        if item.follows:
            return []
        if not self.is_wanted(item):
            self.kept += 1
            return []
        unchanged(Path(item.source), item.size, item.modified_ns)
        place = self.place(item)
        existing = _content(place)
        try:
            content = merged(existing, item.labels)
        except PictureError as error:
            raise LeftAloneError(str(error)) from error
        if content == existing:
            self.kept += 1
            return []
        with writing_into_plan(self._store.parent):
            self._store.mkdir(exist_ok=True)
            before = "" if existing is None else self._keep_existing(place, existing)
            origin = self._keep(content)
        draft = str(draft_in(place.parent))
        own = Step(
            str(place), item.source, "write", str(origin), draft, item.size, item.modified_ns, "", before
        )
        return [replace(own, digest=_digest(content))]

    def _keep(self, content: bytes) -> Path:
        path = self._store / _digest(content)
        if holds(path, path.name):
            os.utime(path)  # the sidecar has its time, and programs read again what is newer than they know
        else:
            draft = path.with_name(f".{secrets.token_hex(8)}")
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
            sync(self._store)
        return path

    def _keep_existing(self, place: Path, existing: bytes) -> str:
        digest = _digest(existing)
        if not holds(self._store / digest, digest):
            copy_new(place, self._store / digest, self._store / f".{secrets.token_hex(8)}", digest)
        return digest


def _content(place: Path) -> bytes | None:
    try:
        if not stat.S_ISREG(place.lstat().st_mode):
            raise LeftAloneError(f"its sidecar is no ordinary file: {place.name}")
        return place.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LeftAloneError(f"its sidecar cannot be read: {error.strerror}") from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
