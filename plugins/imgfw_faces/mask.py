"""The outer parts of pictures darkened."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imgfw import Picture, Transform

if TYPE_CHECKING:
    import numpy as np


class GaussianMask(Transform):
    """Darken pictures from the middle outwards, so that the face counts more than what is around it."""

    use: Literal["gaussian-mask"] = "gaussian-mask"

    width: Annotated[
        float,
        Field(
            ge=0.05,
            le=4,
            description="Standard deviation of the bell, as a share of the picture's side: pixels count "
            "exp(-r^2 / (2 (width side)^2)).",
        ),
    ] = 0.35

    def apply(self, picture: Picture) -> Picture:
        """The picture, as bright as before in its middle; landmarks stay."""
        image = picture.image * bell(*picture.image.shape[:2], self.width)[:, :, None]
        return replace(picture, image=(image + 0.5).astype("uint8"))


@lru_cache(maxsize=16)
def bell(height: int, width: int, share: float) -> np.ndarray:
    """What each pixel counts: float32 (height, width), 1 in the middle; as wide as high by the sides."""
    import numpy as np

    down, across = (
        np.exp(-(((np.arange(count) + 0.5) / count - 0.5) ** 2) / (2 * share**2)) for count in (height, width)
    )
    return np.asarray(down[:, None] * across, np.float32)
