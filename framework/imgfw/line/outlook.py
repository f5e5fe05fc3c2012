"""How long the long parts of a run will take, and how much disk: measured, told, and refused in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from ..disk import check_space, size_of
from ..printable import duration, size
from ..progress import Progress
from ..rows import BATCH

Item = TypeVar("Item")

LONG = 10.0
"""What takes fewer seconds is not worth a sentence."""
MUCH = 100_000_000
"""Nor is what takes fewer bytes, if it does not take long."""


class Outlook(Progress):
    """Tells of each piece of work what it will take, once the first batch of it is done and kept.

    progress  draws the bars
    tell      tell(sentence) to people and to the log
    root      the folder in which things are kept
    files     the files in there that grow while work is done
    """

    def __init__(
        self,
        progress: Progress,
        tell: Callable[[str], None],
        root: Path,
        files: Callable[[], Iterable[Path]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._progress, self._tell, self._root, self._files, self._clock = progress, tell, root, files, clock

    def say(self, text: str) -> None:
        """One line for people."""
        self._tell(text)

    def track(self, items: Iterable[Item], *, total: int, what: str) -> Iterator[Item]:
        """The items as they come. Raises RunError where the disk has no room for what comes of the rest."""
        begun, before = self._clock(), self._kept()
        for count, item in enumerate(self._progress.track(items, total=total, what=what), 1):
            yield item
            if count == BATCH < total:  # whoever asks for the next item has kept what came of these
                self._look_ahead(self._clock() - begun, self._kept() - before, total, what)

    def _kept(self) -> int:
        return sum(map(size_of, self._files()))

    def _look_ahead(self, seconds: float, grown: int, total: int, what: str) -> None:
        times = total / BATCH
        if seconds * times >= LONG or grown * times >= MUCH:
            disk = f", {size(grown * times)} in {self._root}" if grown > 0 else ""
            self._tell(f"{'':<9} {total:,} {what}: about {duration(seconds * times)} in all{disk}")
        check_space(self._root, grown * (times - 1), f"{total - BATCH:,} {what}")
