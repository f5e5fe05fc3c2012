"""Landmarks found by networks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import Annotator, Picture, PictureError, Region, Sample, model_file, stamp_of

from .modelfiles import FACE_LANDMARKER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .landmarker import Landmarker
    from .meshing import Mesh


class LandmarksMesh(Annotator):
    """Find faces, and 68 landmarks of each, by the networks of MediaPipe's face landmarker.

    LiteRT runs them, MediaPipe is not needed. Faces are found from about a seventh of the
    picture's longer side on; `face-detector` finds smaller ones.
    """

    use: Literal["landmarks-mesh"] = "landmarks-mesh"
    offers: ClassVar[frozenset[str]] = frozenset({"landmarks"})
    picture_alone: ClassVar[bool] = True
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

        (path,) = self.files_read()
        check_file(path, stamp_of(path))

    def files_read(self) -> tuple[Path, ...]:
        """The networks' file. Raises MissingFileError."""
        return (model_file(FACE_LANDMARKER, self.path, "annotator/landmarks-mesh"),)

    def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
        """A region a face, the surest first. Raises PictureError where there is none."""
        return self._at_work().annotate(picture, sample)

    def state(self) -> dict[str, Any]:
        """Both networks: a bundle works where the file is not."""
        return self._at_work().state()

    def restore(self, state: Mapping[str, Any]) -> FittedMesh:
        """At work with these networks. Raises FormatError for what are none."""
        from .landmarker import Landmarker

        return FittedMesh(self, Landmarker.of(state))

    def _at_work(self) -> FittedMesh:
        from .landmarker import landmarker_in

        (path,) = self.files_read()
        return FittedMesh(self, landmarker_in(path, stamp_of(path)))


@dataclass(frozen=True)
class FittedMesh:
    """The networks at work."""

    component: LandmarksMesh
    landmarker: Landmarker

    def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
        """A region a face: the box about all its points, and 68 of them. Raises PictureError without any."""
        found = self.landmarker.faces(picture.image, self.component.surely)
        if not found:
            raise PictureError("found no face")
        return tuple(_region(mesh, picture.scale) for mesh in found)

    def state(self) -> dict[str, Any]:
        """Both networks."""
        return self.landmarker.state()


def _region(mesh: Mesh, scale: float) -> Region:
    """In pixels of the picture at its full size."""
    from .fitting import scheme_of

    left, top, right, bottom = (mesh.box / scale).tolist()
    points = (scheme_of(mesh.points[:, :2]) / scale).astype("float32")
    return Region((left, top, right, bottom), points, {"score": mesh.presence})
