"""Keep what libraries write to the terminal away from people."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, redirect_stdout
from functools import cache
from typing import TextIO

_STDERR = threading.Lock()
_STDOUT = threading.RLock()


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


@contextmanager
def printing_to(stream: TextIO) -> Iterator[None]:
    """What Python prints meanwhile goes to this stream, of other threads too: keep it short.

    One thread at a time; two that overlapped would restore each other's stream for good.
    """
    with _STDOUT, redirect_stdout(stream):
        yield


def libtiff_silent(form: str | None) -> AbstractContextManager[None]:
    """Keeps libtiff from writing to file descriptor 2 while a picture of this format is read.

    Where its symbols can be reached it is told once to keep its messages, and nothing else is silenced; its
    errors still come as exceptions. Elsewhere the whole process is silent meanwhile.
    """
    return nullcontext() if form != "TIFF" or _told_libtiff() else silent()


@cache
def _told_libtiff() -> bool:
    """Take away the functions by which Pillow's libtiff prints; whether that could be done."""
    import ctypes

    from PIL import Image

    try:
        library = ctypes.CDLL(Image.core.__file__)  # finds what the library itself is linked with, too
        for name in ("TIFFSetErrorHandler", "TIFFSetWarningHandler"):
            function = getattr(library, name)
            function.argtypes, function.restype = [ctypes.c_void_p], ctypes.c_void_p
            function(None)
    except (OSError, AttributeError):
        return False
    return True
