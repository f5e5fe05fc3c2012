"""Small pictures inside a page, from files, in threads."""

from __future__ import annotations

import base64
import io
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from imgfw import PictureError, decode, read_file, resized

LONGER = 200
"""Pixels of the longer side at most."""


@dataclass(frozen=True)
class Thumbnail:
    """A small picture: its data URI, width and height."""

    uri: str
    width: int
    height: int


def thumbnails(sources: Collection[str], workers: int) -> dict[str, Thumbnail]:
    """{source: small picture} of picture files; one that cannot be shown is not among them."""
    with ThreadPoolExecutor(max(1, workers), thread_name_prefix="imgfw") as pool:
        made = pool.map(_thumbnail, sources)
        return {source: small for source, small in zip(sources, made, strict=True) if small}


def _thumbnail(source: str) -> Thumbnail | None:
    from PIL import Image

    try:
        image = decode(read_file(Path(source)), LONGER).image
    except PictureError:  # it was usable when it was looked at; the page says that it cannot be shown
        return None
    height, width = image.shape[:2]
    scale = min(1.0, LONGER / max(height, width))
    size = max(1, round(height * scale)), max(1, round(width * scale))
    content = io.BytesIO()
    Image.fromarray(resized(image, size)).save(content, "JPEG", quality=72, optimize=True)
    text = base64.b64encode(content.getvalue()).decode("ascii")
    return Thumbnail(f"data:image/jpeg;base64,{text}", size[1], size[0])
