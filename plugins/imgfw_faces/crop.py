"""Faces cut out, not turned."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Picture, PictureError, Transform

FACE = 170.0
"""What a face takes, in millimetres: from the forehead to the chin, where only landmarks tell of it."""


class CropFace(Transform):
    """Cut a square about each face.

    About its box, else about its landmarks; a picture with neither is refused. Nothing is turned.
    """

    use: Literal["crop-face"] = "crop-face"
    revision: ClassVar[int] = 2

    size: Annotated[int, Field(ge=16, le=1024, description="Width and height in pixels.")] = 100
    margin: Annotated[
        float, Field(ge=-0.3, le=4, description="Added on each side, as a share of the face.")
    ] = 0.1
    border: Annotated[
        Literal["edge", "black"],
        Field(description="What stands beyond the picture: its outermost pixels, or black."),
    ] = "edge"

    @property
    def side(self) -> int:
        """A face may take a quarter of the picture's shorter side before it must be enlarged."""
        return 4 * self.size

    def apply(self, picture: Picture) -> Picture:
        """The face, uint8 (size, size, 3); landmarks travel along.

        Raises PictureError where there is neither a box nor landmarks.
        """
        import numpy as np

        from .frontal import middle_of
        from .warping import cut

        if picture.box is not None:
            left, top, right, bottom = picture.box
            middle, face = np.array([left + right, top + bottom]) / 2, max(right - left, bottom - top)
        elif picture.landmarks is not None:
            try:
                middle, scale = middle_of(picture.landmarks)
            except ValueError as error:
                raise PictureError(f"crop-face: {error}; correct them, or leave the picture out") from None
            face = FACE * scale
        else:
            raise PictureError(
                "crop-face: expected the box or the landmarks of a face, got neither; let the source or an "
                "[[annotator]] give them, or take crop-face out"
            )
        return cut(picture, middle, face * (1 + 2 * self.margin), self.size, self.border)
