"""How a run tells what it does: sentences, and how far a long piece of work is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


class Progress:
    """Tells nobody; the command line gives one that writes to the terminal."""

    def say(self, text: str) -> None:
        """One line for people."""

    def track(self, items: Iterable[Item], *, total: int, what: str) -> Iterator[Item]:
        """The items, one by one, while telling how many of `total` are done."""
        yield from items
