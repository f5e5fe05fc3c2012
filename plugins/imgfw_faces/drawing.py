"""Draws selfies into a folder that is there whole or not at all; an interrupted drawing continues."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from .drafts import drafted, put
from .layouts import Layout, file_of, texts

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Sample

    from .drawn_selfies import DrawnSelfies

Tracked = Callable[[list["Sample"]], "Iterator[Sample]"]
_QUALITY = 92


def draw_into(folder: Path, source: DrawnSelfies, layout: Layout, track: Tracked) -> int:
    """Draw all samples of a source into a folder; gives how many were drawn now and not before.

    folder  must be empty or not there
    track   gives the samples back one by one, and tells how far it is

    Raises what `drafted` raises.
    """
    asked = {"format": 1, "layout": layout, "revision": source.revision, **source.model_dump(mode="json")}
    new = 0
    with drafted(folder, asked) as draft:
        samples = list(source.samples())
        for sample in track(samples):
            name = file_of(sample, layout)
            if not (draft / name).exists():
                put(draft, name, encoded(source.read(sample).image))
                new += 1
        for name, text in texts(samples, layout).items():
            put(draft, name, text.encode())
    return new


def encoded(image: np.ndarray, comment: bytes = b"") -> bytes:
    """A picture uint8 (H, W, 3) as JPEG with a comment, the same bytes each time."""
    from PIL import Image

    stream = BytesIO()
    Image.fromarray(image).save(stream, "JPEG", quality=_QUALITY, comment=comment)
    return stream.getvalue()
