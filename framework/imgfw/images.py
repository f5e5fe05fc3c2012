"""The one decoder: bytes of a picture file to upright RGB; every path, in training and after, uses it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from .colours import reduced_rgb, rgb
from .cost import MAX_PIXELS, memory_of
from .data import Picture
from .headers import facts_of, opened, refusing
from .quiet import libtiff_silent
from .room import Room

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image, ImageFile

REVISION = 2
"""Raised when the same bytes at the same side would give other pixels."""

ROUNDED = (320, 640, 1280)
"""The shorter sides at which pictures are decoded, besides full size."""

MARGIN = 1.15
"""A JPEG is shrunk while it is read to no less than this many times what is wanted.

At 1.15 a picture comes within about one grey level (mean, at 224 pixels) of one that was decoded in full and
reduced then; a margin of 2 halves that, and takes a fifth longer on photos of 12 megapixels.
"""

ROOM = Room(400_000_000)
"""Bytes that all threads together take for pictures while these are decoded."""

GAP = 3.0
"""How many times the wanted size the means over whole pixels are, from which the rest is reduced."""

_WHOLE = 16_000_000


def rounded_side(side: int | None) -> int | None:
    """The shorter side to decode at, so that components that want `side` pixels have them; None = full."""
    if side is None:
        return None
    return next((rounded for rounded in ROUNDED if side <= rounded), None)


def header(content: bytes) -> dict[str, Any]:
    """What the header of a picture file says, without decoding it; all plain JSON.

    width, height (upright), format, mode, orientation (1 to 8, as stored), frames, and where they are known
    taken (ISO time) and camera (make and model). Raises PictureError for what is no picture or claims to be
    too large.
    """
    with refusing():
        return facts_of(opened(content))


def decode(content: bytes, side: int | None = None) -> Picture:
    """The picture in these bytes: upright, whole, RGB, transparency over white, first frame of several.

    side  its shorter side is brought to this many pixels, never enlarged; None keeps the full size
    The same bytes at the same side always give the same pixels. `scale` and `facts` (see `header`) are set.
    Raises PictureError with a reason for people.
    """
    import numpy as np

    with refusing():
        image = opened(content)
        facts = facts_of(image)
        full = facts["width"], facts["height"]
        target = _target(full, side)
        upright = None if image.format == "TIFF" else facts["orientation"]  # Pillow turns TIFF by itself
        _draft(image, target)
        with ROOM.of(memory_of(image, content) + _copies(image.size, target)):
            with libtiff_silent(image.format):
                image.load()
            shown = _shown(image, target, upright)
            return Picture(np.array(shown), scale=min(target) / min(full), facts=facts)


def resized(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """uint8 (h, w, 3) to uint8 (height, width, 3), antialiased; `size` is (height, width)."""
    import numpy as np
    from PIL import Image

    height, width = size
    if image.shape[:2] == size:
        return image
    return np.array(_reduced(Image.fromarray(image), (width, height)))


def decoding(side: int | None) -> dict[str, Any]:
    """How `decode` and `resized` work, as plain data, for whoever gives the same pixels without imgfw."""
    return {"side": side, "jpeg_margin": MARGIN, "filter": "bicubic", "reducing_gap": GAP}


def _target(full: tuple[int, int], side: int | None) -> tuple[int, int]:
    """Width and height to decode at: the shorter one is `side`, or both are halved until they are allowed."""
    width, height = full
    shorter = min(full)
    if side is not None and side < shorter:
        return max(1, round(width * side / shorter)), max(1, round(height * side / shorter))
    halved = 1
    while width * height > MAX_PIXELS * halved**2:
        halved *= 2
    return -(-width // halved), -(-height // halved)


def _draft(image: ImageFile.ImageFile, target: tuple[int, int]) -> None:
    """Have a JPEG decoded at no more than it takes to reduce it well."""
    shorter, longer = sorted(target)
    if image.format in ("JPEG", "MPO") and min(image.size) > shorter:
        margin = MARGIN if 8 * shorter * longer <= MAX_PIXELS else 1
        size = (max(1, ceil(shorter * margin) - 1), ceil(longer * margin) - 1)  # draft rounds up
        image.draft(None, size if image.width <= image.height else size[::-1])


def _copies(loaded: tuple[int, int], target: tuple[int, int]) -> int:
    """Bytes that it takes to bring a loaded picture to its size, besides the picture itself."""
    pixels, wanted = (width * height for width, height in (loaded, target))
    return 8 * wanted if pixels > max(_WHOLE, wanted) else 8 * pixels


def _shown(image: Image.Image, target: tuple[int, int], upright: int | None) -> Image.Image:
    """RGB, upright, of the wanted size; the largest are reduced before they are anything else."""
    across, down = (int(size / wanted / GAP) for size, wanted in zip(image.size, target, strict=True))
    if upright in (None, 1) and min(across, down) > 1 and image.width * image.height > _WHOLE:
        box = (0, 0, image.width / across, image.height / down)
        return reduced_rgb(image, (across, down)).resize(target, _filter(), box)
    turned = _turned(rgb(image), upright)
    return turned if turned.size == target else _reduced(turned, target)


def _turned(image: Image.Image, orientation: int | None) -> Image.Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _reduced(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image.resize(size, _filter(), reducing_gap=GAP)


def _filter() -> Image.Resampling:
    from PIL.Image import Resampling

    return Resampling.BICUBIC
