"""Landmarks found by networks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import Picture, Region

from .face_finder import FaceFinder, FittedFinder
from .modelfiles import FACE_LANDMARKER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .landmarker import Landmarker
    from .meshing import Mesh


class LandmarksMesh(FaceFinder):
    """Find faces, and 68 landmarks of each, by the networks of MediaPipe's face landmarker.

    LiteRT runs them, MediaPipe is not needed. Faces are found from about a seventh of the
    picture's longer side on; `face-detector` finds smaller ones.
    """

    use: Literal["landmarks-mesh"] = "landmarks-mesh"
    files: ClassVar = (FACE_LANDMARKER,)

    path: Annotated[
        Path | None,
        Field(description="The networks' file (.task); by default the one that `imgfw models` lists."),
    ] = None
    surely: Annotated[
        float,
        Field(ge=0.05, le=0.99, description="How sure the networks must be that something is a face."),
    ] = 0.5

    @property
    def side(self) -> int:
        """A fifth of the picture's shorter side is as large as the networks want a face."""
        return 640

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that the file is there and finds a drawn face. Raises MissingFileError, FormatError."""
        from .landmarker import check_file

        check_file(*self.stamped())

    def opened(self) -> Landmarker:
        """Both networks in the file. Raises MissingFileError, FormatError."""
        from .landmarker import landmarker_in

        return landmarker_in(*self.stamped())

    def found(self, network: Landmarker, picture: Picture) -> Iterable[Region]:
        """A region a face: the box about all its points, and 68 of them."""
        return (_region(mesh, picture.scale) for mesh in network.faces(picture.image, self.surely))

    def restore(self, state: Mapping[str, Any]) -> FittedFinder:
        """At work with these networks. Raises FormatError for what are none."""
        from .landmarker import Landmarker

        return FittedFinder(self, Landmarker.of(state))


def _region(mesh: Mesh, scale: float) -> Region:
    """In pixels of the picture at its full size."""
    from .fitting import scheme_of

    left, top, right, bottom = (mesh.box / scale).tolist()
    points = (scheme_of(mesh.points[:, :2]) / scale).astype("float32")
    return Region((left, top, right, bottom), points, {"score": mesh.presence})
