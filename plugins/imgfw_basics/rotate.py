"""Turned pictures."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imgfw import Augmenter, Picture

if TYPE_CHECKING:
    import numpy as np


class Rotate(Augmenter):
    """Turn the picture about its middle by a random angle."""

    use: Literal["rotate"] = "rotate"
    degrees: Annotated[
        float,
        Field(gt=0, le=180, description="The largest angle, to either side; all up to it are as likely."),
    ] = 10.0
    border: Annotated[
        Literal["mirror", "edge", "black"],
        Field(description="What fills the corners: the picture mirrored, its outermost pixels, or black."),
    ] = "mirror"

    def apply(self, picture: Picture, number: int, rng: np.random.Generator) -> Picture:
        """The picture turned, as large as before; landmarks travel along, and so do the box's corners."""
        angle = float(rng.uniform(-self.degrees, self.degrees))
        return replace(
            picture,
            image=_turned(picture.image, angle, self.border),
            landmarks=None if picture.landmarks is None else _moved(picture.landmarks, picture.image, angle),
            box=picture.box and _box(picture.box, picture.image, angle),
        )


def _turned(image: np.ndarray, angle: float, border: str) -> np.ndarray:
    """The image turned counter-clockwise by an angle in degrees, bilinear; corners filled."""
    import numpy as np
    from PIL import Image

    height, width = image.shape[:2]
    across = int(np.ceil(np.hypot(height, width)))
    top, left = (across - height + 1) // 2, (across - width + 1) // 2
    mode = {"mirror": "symmetric", "edge": "edge", "black": "constant"}[border]
    wide = np.pad(image, ((top, top), (left, left), (0, 0)), mode=mode)  # type: ignore[call-overload]
    turned = Image.fromarray(wide).rotate(angle, Image.Resampling.BILINEAR)
    return np.asarray(turned)[top : top + height, left : left + width].copy()


def _moved(points: np.ndarray, image: np.ndarray, angle: float) -> np.ndarray:
    """Points (K, 2) as x, y where they are after the turn."""
    import numpy as np

    height, width = image.shape[:2]
    middle = np.array([width / 2, height / 2])
    c, s = cos(radians(angle)), sin(radians(angle))
    turn = np.array([[c, s], [-s, c]])  # y points down
    return ((points - middle) @ turn.T + middle).astype(np.float32)


def _box(box: tuple[float, ...], image: np.ndarray, angle: float) -> tuple[float, float, float, float]:
    import numpy as np

    left, top, right, bottom = box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    moved = _moved(corners, image, angle)
    (x0, y0), (x1, y1) = moved.min(axis=0), moved.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)
