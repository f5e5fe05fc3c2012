"""How many connections there may be at a time, and who gives way where there are as many."""

from __future__ import annotations

import time
from typing import Protocol

from imgfw import RunError

GRACE = 1.0
"""Seconds for which nobody has to give way."""
SPARE = 100
"""So many more are there for a moment, who hear that there is no room."""
BACKLOG = 1024
"""Connections that may wait to be taken."""
AT_ONCE = 128
"""So many of them are taken in one turn of the event loop."""
TURNS = 4
"""From when a connection is taken until it is closed again for want of room."""
OTHERS = 64
"""Files that are open besides."""


class Guest(Protocol):
    """A connection."""

    def leave(self) -> None:
        """Close it; nothing is being answered."""


class Crowd:
    """Who is connected; asked by the event loop alone.

    most  so many at a time
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._idle: dict[Guest, float] = {}

    def idles(self, guest: Guest) -> None:
        """It has asked nothing yet, or nothing more."""
        self._idle.setdefault(guest, time.monotonic())

    def asks(self, guest: Guest) -> None:
        """It has asked something, or has gone."""
        self._idle.pop(guest, None)

    def makes_room(self) -> bool:
        """Whether somebody gave way: who has asked nothing for longest, and for some time."""
        first = next(iter(self._idle.items()), None)
        if first is None or time.monotonic() - first[1] < GRACE:
            return False
        self.asks(first[0])
        first[0].leave()
        return True


def open_files(connections: int) -> None:
    """Let this process have so many connections. Raises RunError where the system does not."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    needed = connections + SPARE + TURNS * AT_ONCE + OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    except (OSError, ValueError):
        raise RunError(
            f"--connections {connections:,}: takes {needed:,} open files, and the system allows {hard:,}; "
            f"give at most {max(0, hard - needed + connections):,}, or raise its limit (`ulimit -n`)"
        ) from None
