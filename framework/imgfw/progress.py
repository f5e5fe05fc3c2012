"""How a run tells what it does: sentences, and how far a long piece of work is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


class Progress:
    """Tells nobody; the command line gives one that writes to the terminal."""

    def say(self, text: str) -> None:
        """One line for people."""

    def track(self, items: Iterable[Item], *, total: int, what: str) -> Iterator[Item]:
        """The items, one by one, while telling how many of `total` are done."""
        yield from items


class Seldom(Progress):
    """Passes on a sentence every so many seconds at most, for work of which few want to know everything.

    begin  stands before each, so that what is told is told of something
    """

    def __init__(
        self,
        progress: Progress,
        begin: str = "",
        every: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._progress, self._begin, self._every, self._clock = progress, begin, every, clock
        self._told = clock()

    def say(self, text: str) -> None:
        """The sentence, unless one was told just now."""
        if (now := self._clock()) - self._told >= self._every:
            self._told = now
            self._progress.say(self._begin + text)

    def track(self, items: Iterable[Item], *, total: int, what: str) -> Iterator[Item]:
        """As the other does it."""
        return self._progress.track(items, total=total, what=what)
