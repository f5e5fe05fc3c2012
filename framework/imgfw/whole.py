"""Files that stand in their place only once all of them is written."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from .disk import enough_space, sync

_READABLE = 40
"""How much of a name its draft has, so that the draft's own is not too long."""


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write bytes into, as many as there are: a kill or an error leaves the old file or the new.

    It is written beside its place and renamed; what a link leads to is replaced, not the link. What is no
    ordinary file (a pipe, a device) is written into as it is. Raises RunError on a full disk.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    draft = path.with_name(f".{path.name[:_READABLE]}.{secrets.token_hex(4)}")
    try:
        with enough_space(path.parent):
            with _opened(draft, path) as file:
                yield file
            sync(draft)
            os.replace(draft, path)
            sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_text(path: Path) -> Iterator[TextIO]:
    r"""The same for text; line ends stay as they are. It is always valid UTF-8.

    Bytes of file names that are none become `\udcff`: plain to people, and in JSON the exact name.
    """
    with whole(path) as file:
        text = TextIOWrapper(file, "utf-8", "backslashreplace", newline="")
        yield text
        text.detach()


def _opened(draft: Path, path: Path) -> BinaryIO:
    """The draft; where it cannot be made, the error names the file that was asked for."""
    try:
        return draft.open("xb")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
