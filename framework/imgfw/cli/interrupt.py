"""Ctrl-C answers within a second, even while a library works in compiled code and lets no Python run."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130
PATIENCE = 0.8
"""Seconds that the main thread has for an orderly end."""
TEXT = "\ninterrupted; the same command continues"


@contextmanager
def interruptible() -> Iterator[None]:
    """While this lasts, an interrupt that the main thread does not answer in time ends the process.

    Nothing is lost by it: whatever is kept is kept whole or not at all.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    done = threading.Event()
    threading.Thread(target=_watch, args=(reader, done), name="imgfw-interrupt", daemon=True).start()
    try:
        yield
    finally:
        done.set()
        signal.set_wakeup_fd(before)
        writer.close()


def leave() -> None:
    """End the process at once, threads that still work included."""
    print(TEXT, file=sys.stderr, flush=True)
    os._exit(INTERRUPTED)


def _watch(reader: socket.socket, done: threading.Event) -> None:
    with reader:
        while received := reader.recv(1):
            if received[0] == signal.SIGINT and not done.wait(PATIENCE):
                leave()
