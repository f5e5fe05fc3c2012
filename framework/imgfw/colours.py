"""Pixels of any kind to RGB, as a viewer shows them; the table is in docs/pictures.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

BAND = 256
"""Rows at a time, where a picture is too large to keep twice."""

Levels = tuple[float, float]


def rgb(image: Image.Image, levels: Levels | None = None) -> Image.Image:
    """Transparency over white, 16 bits by their upper half, numbers of no fixed range from black to white.

    levels  see `levels_of`; to be given of numbers without fixed range where `image` is but a part
    """
    import numpy as np
    from PIL import Image

    if image.mode == "RGB" and not image.has_transparency_data:
        return image
    if image.mode.startswith("I;16"):
        values = np.asarray(image)
        shown = (values >> 8).astype("uint8")
        if isinstance(clear := image.info.get("transparency"), int):
            shown = np.where(values == clear, np.uint8(255), shown)
        return Image.fromarray(shown).convert("RGB")
    if image.mode in ("I", "F"):
        return Image.fromarray(_stretched(np.asarray(image), levels or levels_of(image))).convert("RGB")
    if image.mode == "LAB":
        from PIL import ImageCms

        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.applyTransform(image, ImageCms.buildTransform(lab, srgb, "LAB", "RGB"))  # type: ignore[return-value]
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        return white.convert("RGB")
    return image.convert("RGB")


def reduced_rgb(image: Image.Image, factors: tuple[int, int]) -> Image.Image:
    """The means over rectangles of so many pixels across and down, as RGB, a band of rows at a time.

    The same pixels as `rgb(image).reduce(factors)`, without a second picture of that size in memory.
    """
    from PIL import Image

    across, down = factors
    levels = levels_of(image) if image.mode in ("I", "F") else None
    small = Image.new("RGB", (-(-image.width // across), -(-image.height // down)))
    rows = -(-BAND // down) * down
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        small.paste(rgb(band, levels).reduce(factors), (0, top // down))
    return small


def levels_of(image: Image.Image) -> Levels:
    """The smallest and the largest of the numbers in a picture; what is no number counts as 0."""
    import numpy as np

    lows, highs = [], []
    for top in range(0, image.height, BAND):
        band = image.crop((0, top, image.width, min(top + BAND, image.height)))
        finite = _finite(np.asarray(band))
        lows.append(float(finite.min()))
        highs.append(float(finite.max()))
    return min(lows), max(highs)


def _stretched(values: np.ndarray, levels: Levels) -> np.ndarray:
    """Numbers of no fixed range (h, w) to uint8, the smallest black and the largest white."""
    low, high = levels
    stretched: np.ndarray = ((_finite(values) - low) * (255 / max(high - low, 1e-12))).round().astype("uint8")
    return stretched


def _finite(values: np.ndarray) -> np.ndarray:
    import numpy as np

    with np.errstate(invalid="ignore"):  # some NaN of a damaged file count as invalid even when they are cast
        return np.nan_to_num(values.astype("float64"), posinf=0, neginf=0)
