"""Faces found by YuNet, small ones too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import Annotator, Picture, PictureError, Region, Sample, model_file, stamp_of

from .modelfiles import YUNET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from .yunet import Yunet

NETWORK = "yunet.onnx"
"""The name of the network in a bundle."""


class FaceDetector(Annotator):
    """Find faces, and 5 landmarks of each, by YuNet; it needs OpenCV.

    It also finds small faces, from about 20 pixels on. Five points are enough to align faces and to turn
    them; 68 by `landmarks-mesh` are more exact.
    """

    use: Literal["face-detector"] = "face-detector"
    offers: ClassVar[frozenset[str]] = frozenset({"landmarks"})
    picture_alone: ClassVar[bool] = True
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

        (path,) = self.files_read()
        check_file(path, stamp_of(path))

    def files_read(self) -> tuple[Path, ...]:
        """The network's file. Raises MissingFileError."""
        return (model_file(YUNET, self.path, "annotator/face-detector"),)

    def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
        """A region a face, the surest first. Raises PictureError where there is none."""
        return self._at_work().annotate(picture, sample)

    def state(self) -> dict[str, Any]:
        """The network: a bundle works where the file is not."""
        return self._at_work().state()

    def restore(self, state: Mapping[str, Any]) -> FittedDetector:
        """At work with this network. Raises MissingFileError without OpenCV."""
        from .yunet import Yunet

        return FittedDetector(self, Yunet(state[NETWORK]))

    def _at_work(self) -> FittedDetector:
        from .yunet import yunet_in

        (path,) = self.files_read()
        return FittedDetector(self, yunet_in(path, stamp_of(path)))


@dataclass(frozen=True)
class FittedDetector:
    """The network at work."""

    component: FaceDetector
    network: Yunet

    def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
        """A region a face, with its box and five points. Raises PictureError without any."""
        found = self.network.faces(picture.image, self.component.size, self.component.surely)
        if not len(found):
            raise PictureError("found no face")
        return tuple(_region(face, picture.scale) for face in found)

    def state(self) -> dict[str, Any]:
        """The network."""
        return {NETWORK: self.network.content}


def _region(face: np.ndarray, scale: float) -> Region:
    """In pixels of the picture at its full size."""
    left, top, width, height = (face[:4] / scale).tolist()
    points = (face[4:14].reshape(5, 2) / scale).astype("float32")
    return Region((left, top, left + width, top + height), points, {"score": float(face[14])})
