"""Small pictures inside a page."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

from imgfw import Picture, resized

LONGER = 192
"""Pixels of the longer side at most: sharp enough at 160 on fine screens."""

_MARGIN = 0.25


@dataclass(frozen=True)
class Thumbnail:
    """A small picture: its data URI, width and height."""

    uri: str
    width: int
    height: int


def thumbnail(picture: Picture) -> Thumbnail:
    """The picture, or its region with a margin, as a small JPEG that carries nothing but pixels."""
    from PIL import Image

    image = picture.image
    if picture.box is not None:
        image = image[_around(picture.box, image.shape[1], image.shape[0])]
    height, width = image.shape[:2]
    scale = min(1.0, LONGER / max(height, width))
    size = max(1, round(height * scale)), max(1, round(width * scale))
    content = io.BytesIO()
    Image.fromarray(resized(image, size)).save(content, "JPEG", quality=76, optimize=True)
    text = base64.b64encode(content.getvalue()).decode("ascii")
    return Thumbnail(f"data:image/jpeg;base64,{text}", size[1], size[0])


def _around(box: tuple[float, float, float, float], width: int, height: int) -> tuple[slice, slice]:
    """Rows and columns of a box and its margin within the picture; the whole picture where none is left."""
    left, top, right, bottom = box
    across, down = _MARGIN * (right - left), _MARGIN * (bottom - top)
    columns = slice(max(0, int(left - across)), min(width, int(right + across) + 1))
    rows = slice(max(0, int(top - down)), min(height, int(bottom + down) + 1))
    if columns.start >= columns.stop or rows.start >= rows.stop:
        return slice(None), slice(None)
    return rows, columns
