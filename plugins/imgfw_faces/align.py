"""Faces brought upright, to one size, eyes and mouth to fixed places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Picture, PictureError, Transform

if TYPE_CHECKING:
    import numpy as np

    from .arcface import AlignArcFace

MISSING = (
    "{0}: expected 68 or 5 landmarks of a face, got none; let an [[annotator]] give them: landmarks-sidecar "
    "from beside the picture, landmarks-mesh or face-detector by a network (`imgfw models`), with "
    "at_predict = true for prediction, too; or take {0} out"
)
"""What a transform that needs landmarks says where there are none; for its name."""


class AlignFace(Transform):
    """Turn, scale and shift faces so that eyes, nose and mouth lie in fixed places.

    By the landmarks, 68 or 5; a picture without is left out, with the reason. The middle of the face comes to
    the middle of the picture.
    """

    use: Literal["align-face"] = "align-face"
    revision: ClassVar[int] = 2
    needs: ClassVar[frozenset[str]] = frozenset({"landmarks"})

    size: Annotated[int, Field(ge=16, le=1024, description="Width and height in pixels.")] = 150
    eye_distance: Annotated[
        float,
        Field(
            ge=0.1,
            le=0.8,
            description="Between the eyes, as a share of the width: 0.35 shows the head, 0.5 the face alone.",
        ),
    ] = 0.35
    border: Annotated[
        Literal["edge", "black"],
        Field(description="What stands beyond the picture: its outermost pixels, or black."),
    ] = "edge"

    @property
    def side(self) -> int:
        """A face may take a quarter of the picture's shorter side before it must be enlarged."""
        return 4 * self.size

    def apply(self, picture: Picture) -> Picture:
        """The face, uint8 (size, size, 3); landmarks travel along. Raises PictureError without landmarks."""
        from .frontal import EYES, placing

        middle, scale = (self.size / 2, self.size / 2), self.eye_distance * self.size / EYES
        return placed(self, picture, lambda points: placing(points, scale, middle))


def placed(
    transform: AlignFace | AlignArcFace,
    picture: Picture,
    placing: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]],
) -> Picture:
    """The picture as wide as a transform says, turned and shifted as `placing` tells by the landmarks.

    Raises PictureError without landmarks, and for those of no face.
    """
    from .warping import upright

    if picture.landmarks is None:
        raise PictureError(MISSING.format(transform.use))
    try:
        turn, shift = placing(picture.landmarks)
    except ValueError as error:
        raise PictureError(f"{transform.use}: {error}; correct them, or leave the picture out") from None
    return upright(picture, turn, shift, transform.size, transform.border)
