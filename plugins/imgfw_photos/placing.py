"""Which name each picture gets in its folder, so that nothing is overwritten on any disk."""

from __future__ import annotations

from collections.abc import Sequence

from .existing import Existing, Folder, stem_key
from .names import folded, numbered


class Placing:
    """Gives out names, in the order in which they are asked for; the same order gives the same names."""

    def __init__(self, existing: Existing) -> None:
        self._existing = existing
        self._taken: dict[Folder, set[str]] = {}
        self._stems: dict[Folder, set[str]] = {}
        self._owned: dict[Folder, set[str]] = {}
        self._next: dict[tuple[Folder, str], int] = {}

    def stem(self, folder: Folder, stem: str, tails: Sequence[str]) -> str:
        """The stem under which a picture and what belongs to it stand in this folder; it is taken then.

        tails  what follows the stem, the picture's ending first
        Two names are one where they differ in their composition or in large and small letters only. What
        belongs to a picture has a stem that no other picture there has. Raises CallError for a folder that
        cannot be made.
        """
        key = self._looked_into(folder)
        longest = max(tails, key=lambda tail: len(tail.encode()))
        first = (key, folded(stem + tails[0])) if len(tails) == 1 else None
        number = self._next.get(first, 1) if first else 1
        while True:
            made = numbered(stem, longest, number).removesuffix(longest)
            number += 1
            if self._free(key, made, tails):
                break
        if first:
            self._next[first] = number
        self._take(key, made, tails)
        return made

    def keep(self, folder: Folder, stem: str, tails: Sequence[str]) -> None:
        """Take the names of what is there already, and of what joins it."""
        self._take(self._looked_into(folder), stem, tails)

    def _free(self, key: Folder, stem: str, tails: Sequence[str]) -> bool:
        if any(folded(stem + tail) in self._taken[key] for tail in tails):
            return False
        mine = {stem_key(stem + tails[0]), folded(stem)}
        return not mine & (self._stems[key] if len(tails) > 1 else self._owned[key])

    def _take(self, key: Folder, stem: str, tails: Sequence[str]) -> None:
        self._taken[key] |= {folded(stem + tail) for tail in tails}
        self._stems[key] |= {stem_key(stem + tails[0]), folded(stem)}
        if len(tails) > 1:
            self._owned[key] |= {stem_key(stem + tails[0]), folded(stem)}

    def _looked_into(self, folder: Folder) -> Folder:
        key = tuple(map(folded, folder))
        if key not in self._taken:
            self._existing.check(folder)
            names = list(self._existing.names(folder))
            self._taken[key] = {folded(name) for name in names}
            self._stems[key] = {stem_key(name) for name in names}
            self._owned[key] = set()
        return key
