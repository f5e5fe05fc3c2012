"""Mirrored pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imgfw import Augmenter, Picture

if TYPE_CHECKING:
    import numpy as np


class Flip(Augmenter):
    """Mirror the picture left to right."""

    use: Literal["flip"] = "flip"
    rate: Annotated[float, Field(ge=0, le=1, description="Share of pictures mirrored.")] = 0.5

    def apply(self, picture: Picture, number: int, rng: np.random.Generator) -> Picture:
        """The picture or its mirror image; landmarks travel along."""
        return picture.mirrored() if rng.random() < self.rate else picture
