"""Pictures of files brought to a size, and to the shape of another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imgfw import CallError, printable_text

if TYPE_CHECKING:
    import numpy as np

_LONGEST = 4


def sized(path: Path, size: int) -> np.ndarray:
    """The picture of a file, its shorter side so many pixels. Raises CallError where there is none."""
    from imgfw import PictureError, decode, read_file, resized

    if not path.is_file():
        raise CallError(f"{printable_text(str(path))}: there is no such picture")
    try:
        image = decode(read_file(path), None).image
    except PictureError as error:
        raise CallError(f"{printable_text(str(path))}: {error}") from error
    height, width = image.shape[:2]
    factor = size / min(height, width)
    if max(height, width) > _LONGEST * min(height, width):
        raise CallError(
            f"{printable_text(str(path))}: {width} x {height} pixels; expected one at most {_LONGEST} "
            "times as long as wide"
        )
    return resized(image, (max(1, round(height * factor)), max(1, round(width * factor))))


def covering(image: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The middle of a picture, as much as has these proportions, resized to this shape."""
    from imgfw import resized

    height, width = image.shape[:2]
    factor = min(height / shape[0], width / shape[1])
    tall, wide = max(1, round(shape[0] * factor)), max(1, round(shape[1] * factor))
    top, left = (height - tall) // 2, (width - wide) // 2
    return resized(image[top : top + tall, left : left + wide], (shape[0], shape[1]))
