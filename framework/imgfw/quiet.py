"""Keep what C libraries write to file descriptor 2 away from people."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_STDERR = threading.Lock()


@contextmanager
def silent() -> Iterator[None]:
    """Everything written to file descriptor 2 meanwhile is lost, by other threads too: keep it short.

    One thread at a time; two that overlapped would restore each other's silence for good.
    """
    with _STDERR:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
