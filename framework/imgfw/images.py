"""The one decoder: bytes of a picture file to upright RGB; every path, in training and after, uses it."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from .data import Picture
from .headers import MAX_PIXELS, facts_of, opened, refusing
from .quiet import silent

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image, ImageFile

REVISION = 1
"""Raised when the same bytes at the same side would give other pixels."""

ROUNDED = (320, 640, 1280)
"""The shorter sides at which pictures are decoded, besides full size."""


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
        _load(image, target)
        rgb = _turned(_rgb(image), upright)
        if rgb.size != target:
            rgb = _reduced(rgb, target)
        return Picture(np.array(rgb), scale=min(target) / min(full), facts=facts)


def resized(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """uint8 (h, w, 3) to uint8 (height, width, 3), antialiased; `size` is (height, width)."""
    import numpy as np
    from PIL import Image

    height, width = size
    if image.shape[:2] == size:
        return image
    return np.array(_reduced(Image.fromarray(image), (width, height)))


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


def _load(image: ImageFile.ImageFile, target: tuple[int, int]) -> None:
    """Decode; a JPEG at no more than it takes to reduce it well, which is twice the target."""
    shorter, longer = sorted(target)
    if image.format in ("JPEG", "MPO") and min(image.size) > shorter:
        margin = 2 if 16 * shorter * longer <= MAX_PIXELS else 1
        size = (max(1, shorter * margin - 1), longer * margin - 1)  # draft rounds up, and half of 7 is 4
        image.draft(None, size if image.width <= image.height else size[::-1])
    with silent() if image.format == "TIFF" else nullcontext():
        image.load()


def _rgb(image: Image.Image) -> Image.Image:
    """The way a viewer shows it: transparency over white, 16 bits by their upper half."""
    import numpy as np
    from PIL import Image

    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype("uint8")).convert("RGB")
    if image.mode in ("I", "F"):
        return Image.fromarray(_stretched(np.asarray(image))).convert("RGB")
    if image.mode == "LAB":
        from PIL import ImageCms

        lab, rgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.applyTransform(image, ImageCms.buildTransform(lab, rgb, "LAB", "RGB"))  # type: ignore[return-value]
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        return white.convert("RGB")
    return image.convert("RGB")


def _stretched(values: np.ndarray) -> np.ndarray:
    """Numbers of no fixed range (h, w) to uint8, the smallest black and the largest white."""
    import numpy as np

    finite = np.nan_to_num(values.astype("float64"), posinf=0, neginf=0)
    low, high = finite.min(), finite.max()
    return ((finite - low) * (255 / max(high - low, 1e-12))).round().astype("uint8")


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
    from PIL.Image import Resampling

    return image.resize(size, Resampling.BICUBIC, reducing_gap=3.0)
