"""Faces found by YuNet, small ones too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import Picture, Region

from .face_finder import FaceFinder, FittedFinder
from .modelfiles import YUNET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy as np

    from .yunet import Yunet


class FaceDetector(FaceFinder):
    """Find faces, and 5 landmarks of each, by YuNet; it needs OpenCV.

    It also finds small faces, from about 20 pixels on. Five points are enough to align faces and to turn
    them; 68 by `landmarks-mesh` are more exact.
    """

    use: Literal["face-detector"] = "face-detector"
    files: ClassVar = (YUNET,)
    extra: ClassVar[str] = "faces"

    path: Annotated[
        Path | None,
        Field(description="The network's file (.onnx); by default the one that `imgfw models` lists."),
    ] = None
    size: Annotated[
        int,
        Field(
            ge=64,
            le=4096,
            description="The shorter side in pixels at which it looks: more finds smaller faces, slower.",
        ),
    ] = 640
    surely: Annotated[
        float, Field(ge=0.05, le=0.99, description="How sure it must be that something is a face.")
    ] = 0.6

    @property
    def side(self) -> int:
        """As large as it looks."""
        return self.size

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that OpenCV and the file are there, and find a drawn face.

        Raises MissingFileError, FormatError.
        """
        from .yunet import check_file

        check_file(*self.stamped())

    def opened(self) -> Yunet:
        """The network in the file. Raises MissingFileError."""
        from .yunet import yunet_in

        return yunet_in(*self.stamped())

    def found(self, network: Yunet, picture: Picture) -> Iterable[Region]:
        """A region a face, with its box and five points, the surest first."""
        faces = network.faces(picture.image, self.size, self.surely)
        return (_region(face, picture.scale) for face in faces)

    def restore(self, state: Mapping[str, Any]) -> FittedFinder:
        """At work with this network. Raises MissingFileError without OpenCV."""
        from .yunet import Yunet

        return FittedFinder(self, Yunet.of(state))


def _region(face: np.ndarray, scale: float) -> Region:
    """In pixels of the picture at its full size."""
    left, top, width, height = (face[:4] / scale).tolist()
    points = (face[4:14].reshape(5, 2) / scale).astype("float32")
    return Region((left, top, left + width, top + height), points, {"score": float(face[14])})
