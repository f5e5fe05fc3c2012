"""Draws selfies into a folder that is there whole or not at all; an interrupted drawing continues."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgfw import CallError, RunError, try_lock

from .layouts import Layout, file_of, tables

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Sample

    from .source import DrawnSelfies

Tracked = Callable[[list["Sample"]], "Iterator[Sample]"]
RECORD = "drawing.json"
"""In a folder that is still being drawn: what is to be drawn."""
_PART = "drawing.part"
_QUALITY = 92


def draw_into(folder: Path, source: DrawnSelfies, layout: Layout, track: Tracked) -> int:
    """Draw all samples of a source into a folder; gives how many were drawn now and not before.

    folder  must be empty or not there
    track   gives the samples back one by one, and tells how far it is

    It is drawn in a hidden folder beside it, which takes its place at the end. Raises CallError for a folder
    with something in it, for a drawing of something else that was begun there, and for one at work.
    """
    folder = folder.resolve()
    check_free(folder)
    draft = folder.with_name(f".{folder.name}.drawing")
    asked = {"format": 1, "layout": layout, "revision": source.revision, **source.model_dump(mode="json")}
    new = 0
    with _begun(draft, asked):
        samples = list(source.samples())
        for sample in track(samples):
            path = draft / file_of(sample, layout)
            if not path.exists():
                _write(draft, path, encoded(source.read(sample).image))
                new += 1
        for name, text in tables(samples, layout).items():
            _write(draft, draft / name, text.encode())
        check_free(folder)
    (draft / RECORD).unlink()
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)
    return new


def check_free(folder: Path) -> None:
    """Raises CallError unless a folder is empty or not there."""
    if folder.exists() and not folder.is_dir():
        raise CallError(f"{folder}: expected a folder that is empty or not there, got a file")
    if folder.exists() and any(folder.iterdir()):
        raise CallError(
            f"{folder}: expected a folder that is empty or not there, got one with something in it; "
            "nothing is overwritten, so name another by --to"
        )


def encoded(image: np.ndarray) -> bytes:
    """A picture uint8 (H, W, 3) as JPEG, the same bytes each time."""
    from PIL import Image

    stream = BytesIO()
    Image.fromarray(image).save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


@contextmanager
def _begun(draft: Path, asked: dict[str, Any]) -> Iterator[None]:
    """Hold the folder in which it is drawn, new or as an interrupted call of the same values left it."""
    draft.mkdir(parents=True, exist_ok=True)
    with (draft / RECORD).open("a+", encoding="utf-8") as record:
        if not try_lock(record.fileno()):
            raise CallError(f"{draft}: another imgfw is drawing here")
        record.seek(0)
        before = record.read()
        if not before:
            json.dump(asked, record)
            record.flush()
        elif before != json.dumps(asked):
            raise CallError(
                f"{draft}: an interrupted call began to draw something else here; repeat it with its own "
                f"values ({before}), or delete this folder"
            )
        yield


def _write(draft: Path, path: Path, content: bytes) -> None:
    """A file that is there whole or not at all."""
    try:
        path.parent.mkdir(exist_ok=True)
        (draft / _PART).write_bytes(content)
        os.replace(draft / _PART, path)
    except OSError as error:
        raise RunError(
            f"{path}: {error.strerror or error}; what was drawn is kept, and the same command continues"
        ) from error
