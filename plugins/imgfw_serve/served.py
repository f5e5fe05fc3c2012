"""The bundle that is served; when it changes, the new generation takes over without a restart."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from imgfw import Bundle, ImgfwError, load, stamp_of

BUNDLE = "bundle"
"""The folder of a run in which its bundle is."""
RECORD = "bundle.json"
"""What is replaced when another generation takes over."""
AGAIN = 1.0
"""Seconds until a generation that could not be read is tried again."""


class Served:
    """The bundle in a folder as it is now.

    Whoever asks after a change gets the new generation whole; answers that were begun end with the old one.
    """

    def __init__(self, folder: Path, plugins: Sequence[Path], say: Callable[[str], None]) -> None:
        self.failed = ""
        """Why the newest generation cannot be read, "" where it is the one that is served."""
        self.run = (folder.parent if folder.name == BUNDLE else folder).resolve().name
        """The name of the run's folder, or of the bundle's where it stands alone."""
        self._folder, self._plugins, self._say = folder, plugins, say
        self._stamp, self._again = stamp_of(folder / RECORD), 0.0
        self._bundle = load(folder, plugins=plugins)
        self._alone = asyncio.Lock()

    async def now(self) -> Bundle:
        """The newest generation that can be read."""
        if self._changed():
            async with self._alone:
                if self._changed():
                    await asyncio.to_thread(self._take_over)
        return self._bundle

    def _changed(self) -> bool:
        return stamp_of(self._folder / RECORD) != self._stamp and time.monotonic() >= self._again

    def _take_over(self) -> None:
        stamp = stamp_of(self._folder / RECORD)
        try:
            self._bundle = load(self._folder, plugins=self._plugins)
        except (ImgfwError, OSError) as error:
            self._again = time.monotonic() + AGAIN
            if str(error) != self.failed:
                self._say(f"generation {self._bundle.generation} is still served: {error}")
            self.failed = str(error)
        else:
            self._stamp, self.failed = stamp, ""
            self._say(f"generation {self._bundle.generation} is served now")
