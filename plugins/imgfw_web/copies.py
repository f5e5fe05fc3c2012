"""Which pictures are there already: in the same bytes, or in others (re-encoded, resized, turned, ...)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from imgfw import PictureError, decode, fingerprint_of, near_duplicates

from .collection import Collection

if TYPE_CHECKING:
    import numpy as np

SIDE = 320
"""The shorter side at which pictures are decoded to be compared."""
TOLD = 100
"""Comparing with more pictures than this is told, as it takes a while to look at them."""


class Copies:
    """The gathered pictures of a folder, all classes together, and what a new one may be a copy of."""

    def __init__(self, collection: Collection, say: Callable[[str], None]) -> None:
        self.collection, self.say = collection, say
        self._files: list[str] | None = None
        self._hashes: list[str] = []
        self._thumbs: list[np.ndarray] = []

    def of(self, content: bytes, image: np.ndarray) -> str:
        """Why a picture (its bytes, and its pixels uint8 (h, w, 3)) is a copy, "" for a new one."""
        same = self.collection.by_content.get(hashlib.sha256(content).hexdigest())
        if same:
            return f"is the same picture as {same}"
        files = self._looked_at()
        new, count = fingerprint_of(image), len(files)
        thumbs = [*self._thumbs, new.thumb]
        near = near_duplicates([*self._hashes, new.hash], thumbs.__getitem__, known=count)
        return f"is nearly the same picture as {files[near[0][0]]}" if near else ""

    def add(self, file: str, image: np.ndarray) -> None:
        """One more picture is there."""
        self._add(self._looked_at(), file, image)

    def _looked_at(self) -> list[str]:
        """The files that are there; at first each is looked at once."""
        if self._files is None:
            self._files = []
            present = sorted(filter(None, map(self.collection.path, self.collection.rows.values())))
            if len(present) > TOLD:
                self.say(f"looking at {len(present):,} pictures that are there, to know their copies")
            for path in present:
                try:
                    image = decode(path.read_bytes(), SIDE).image
                except (OSError, PictureError):
                    continue  # the user has changed it, and whoever reads the folder will be told
                self._add(self._files, path.relative_to(self.collection.folder).as_posix(), image)
        return self._files

    def _add(self, files: list[str], file: str, image: np.ndarray) -> None:
        seen = fingerprint_of(image)
        files.append(file)
        self._hashes.append(seen.hash)
        self._thumbs.append(seen.thumb)
