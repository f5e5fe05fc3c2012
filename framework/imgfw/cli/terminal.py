"""How the command line tells what a run does: bars on a terminal, plain lines elsewhere; all on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from ..printable import printable_lines
from ..progress import Progress
from .output import draws

Item = TypeVar("Item")

QUIET_AT_FIRST = 2.0
"""Seconds before the progress of a piece of work is worth a line."""
EVERY = 10.0
"""Seconds between two plain lines about the same piece of work."""


class PlainProgress(Progress):
    """Lines on stderr, for logs and pipes."""

    def say(self, text: str) -> None:
        """One line."""
        print(printable_lines(text), file=sys.stderr, flush=True)

    def track(self, items: Iterable[Item], *, total: int, what: str) -> Iterator[Item]:
        """A line every ten seconds: how many are done, how fast, how long still."""
        begun = told = time.monotonic()
        for count, item in enumerate(items, 1):
            yield item
            now = time.monotonic()
            if now - told >= EVERY and count < total:
                told = now
                rate = count / (now - begun)
                left = (total - count) / rate
                self.say(f"          {count:,} of {total:,} {what}, {rate:.0f} a second, {left:.0f} s left")


class BarProgress(PlainProgress):
    """A bar with rate and time left, on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console = Console(stderr=True, highlight=False)

    def say(self, text: str) -> None:
        """One line."""
        self.console.print(printable_lines(text), markup=False, soft_wrap=True)

    def track(self, items: Iterable[Item], *, total: int, what: str) -> Iterator[Item]:
        """A bar that goes away when the work is done; none for work done at once."""
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        rate = TextColumn("{task.fields[rate]:.0f}/s")
        columns = (TextColumn("          {task.description}"), BarColumn(), MofNCompleteColumn(), rate)
        begun = time.monotonic()
        # what goes to stdout meanwhile must not be turned to the console, which is stderr
        with Bars(
            *columns, TimeRemainingColumn(), console=self.console, transient=True, redirect_stdout=False
        ) as bars:
            task = bars.add_task(what, total=total, rate=0.0, visible=False)
            for count, item in enumerate(items, 1):
                yield item
                seconds = time.monotonic() - begun
                bars.update(task, completed=count, rate=count / seconds, visible=seconds > QUIET_AT_FIRST)


def terminal_progress() -> Progress:
    """What suits the place stderr goes to; plain lines where NO_COLOR or TERM=dumb ask for them."""
    return BarProgress() if draws(sys.stderr) else PlainProgress()
