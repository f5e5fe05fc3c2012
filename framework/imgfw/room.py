"""Room in memory: large pictures that are decoded at once wait for one another."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

SMALL = 16_000_000
"""What takes fewer bytes never waits."""


class Room:
    """So many bytes that threads may take together; who wants more than is free waits.

    What wants more than there is at all takes all of it, alone.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._free = size
        self._changed = threading.Condition()

    @contextmanager
    def of(self, wanted: int) -> Iterator[None]:
        """Take this many bytes for a while. Not twice in one thread: it might wait for itself."""
        if wanted < SMALL:
            yield
            return
        taken = min(wanted, self.size)
        with self._changed:
            self._changed.wait_for(lambda: self._free >= taken)
            self._free -= taken
        try:
            yield
        finally:
            with self._changed:
                self._free += taken
                self._changed.notify_all()
