"""Faces placed as face networks expect them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Picture, Transform

PLACES = ((38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041))
"""Eyes, nose and corners of the mouth in a picture of 112 x 112 pixels, as ArcFace was trained (Deng et al.
2019), and most face networks after it."""

_SIDE = 112


class AlignArcFace(Transform):
    """Place faces as face networks expect them: eyes, nose and mouth where ArcFace has them.

    By five landmarks, or 68 or 478 made five; a picture without is left out, with the reason. Nothing is
    mirrored.
    """

    use: Literal["align-arcface"] = "align-arcface"
    revision: ClassVar[int] = 2
    needs: ClassVar[frozenset[str]] = frozenset({"landmarks"})

    size: Annotated[
        int, Field(ge=16, le=1024, description="Width and height in pixels: what the network takes.")
    ] = _SIDE
    border: Annotated[
        Literal["edge", "black"],
        Field(description="What stands beyond the picture: its outermost pixels, or black."),
    ] = "black"

    @property
    def side(self) -> int:
        """A face may take a quarter of the picture's shorter side before it must be enlarged."""
        return 4 * self.size

    def apply(self, picture: Picture) -> Picture:
        """The face, uint8 (size, size, 3); landmarks travel along. Raises PictureError without landmarks."""
        import numpy as np

        from .align import placed
        from .fitting import five_of, scheme_of
        from .frontal import nearest, unswapped

        def placing(landmarks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            points = scheme_of(np.asarray(landmarks, float))
            five = points if len(points) == 5 else five_of(points)
            unswapped(five)
            return nearest(five, np.array(PLACES) * self.size / _SIDE)

        return placed(self, picture, placing)
