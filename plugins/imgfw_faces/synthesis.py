"""Views of a face from other sides, made of one photo."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Augmenter, Picture, PictureError, Sample

if TYPE_CHECKING:
    import numpy as np

    from .views import View

_Yaw = Annotated[float, Field(ge=0, le=80)]


class FaceSynthesis(Augmenter):
    """Turn faces to other poses, by a 3-D head that is laid under the photo."""

    use: Literal["face-synthesis"] = "face-synthesis"
    revision: ClassVar[int] = 5
    needs: ClassVar[frozenset[str]] = frozenset({"landmarks"})

    yaws: Annotated[
        tuple[_Yaw, ...],
        Field(
            description="How far faces are turned, in degrees, each to both sides.",
            min_length=1,
            max_length=16,
        ),
    ] = (0.0, 22.0, 40.0, 55.0, 75.0)
    shapes: Annotated[
        int, Field(ge=1, le=10, description="How many different heads a photo is taken to be of, by turns.")
    ] = 10
    expression: Annotated[
        float, Field(ge=0, le=1, description="Share of views in which the face also moves a little.")
    ] = 0.0
    turn_back: Annotated[
        bool,
        Field(
            description="Turn faces that are seen from the side back to the front, too; what they hide is "
            "taken from the other half."
        ),
    ] = False

    def capacity(self, sample: Sample) -> int:
        """How many views this photo gives: all of a face seen from the front, fewer of a turned one."""
        marks = None if sample.region is None else sample.region.landmarks
        try:
            return len(self.views(marks))
        except PictureError:
            return 1  # what is wrong is told when it is opened

    def apply(self, picture: Picture, number: int, rng: np.random.Generator) -> Picture:
        """View `number` of the face, as large and in the same place; landmarks travel along.

        Raises PictureError for a picture without landmarks.
        """
        from .shapes import FEELINGS, SHAPES
        from .turning import turned

        views = self.views(picture.landmarks)
        view = views[(number - 1) % len(views)]
        moves = rng.random() < self.expression
        feeling = FEELINGS[int(rng.integers(len(FEELINGS)))] if moves else ()
        try:
            return turned(picture, view.yaw, SHAPES[view.shape], feeling)
        except ValueError as error:
            raise _unfit(error) from None

    def views(self, marks: np.ndarray | None) -> tuple[View, ...]:
        """The views of a photo with these landmarks (68, 2) or (5, 2), by number from 1 on.

        Raises PictureError where there are none, or none of a face.
        """
        from .views import views

        if marks is None:
            raise PictureError(
                "face-synthesis: expected 68 or 5 landmarks of a face, got none; let an [[annotator]] give "
                "them (landmarks-sidecar, landmarks-mesh, face-detector), or take face-synthesis out"
            )
        yaw = _yaw_of(marks.astype("float32").tobytes())
        return views(yaw, self.yaws, self.shapes, turn_back=self.turn_back)


@lru_cache(maxsize=20_000)
def _yaw_of(marks: bytes) -> float:
    """The yaw of a photo by its landmarks; asked for once for every row that is planned."""
    import numpy as np

    from .shapes import SHAPES
    from .turning import fitted

    try:
        return fitted(np.frombuffer(marks, np.float32).reshape(-1, 2), SHAPES[0])[0].yaw
    except ValueError as error:
        raise _unfit(error) from None


def _unfit(error: ValueError) -> PictureError:
    return PictureError(f"face-synthesis: {error}; correct them, or leave the picture out")
