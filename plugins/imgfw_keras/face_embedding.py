"""A face network that Keras saved, as a backbone: features that tell people apart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from imgfw import ModelFile, model_file

from .keras_file import SavedNetwork, Side
from .library import keras
from .scaling import Scaling

MOBILEFACENET = ModelFile(
    name="mobilefacenet",
    file="mobilefacenet.keras",
    url="",
    sha256="ab6fa79e8db2cc46f9e89410af58cff3d1eefa8729ed162d64753d954ea38454",
    bytes=4_721_447,
    licence="unclear, perhaps for research only",
    description="MobileFaceNet, 128 features of a face: that of github.com/liguiyuan/mobilefacenet-ncnn at "
    "4363116, converted to Keras",
)


class FaceEmbedding(SavedNetwork):
    """A face network from a .keras file: features that tell people apart, brought to length 1.

    It sees faces as ArcFace has them, so `align-arcface` must be the last transform. A file of your own needs
    its `scaling`: "0..255" where it scales inside, "-1..1" where it was trained on (x - 127.5) / 127.5.
    """

    use: Literal["face-embedding"] = "face-embedding"
    follows: ClassVar[str] = "align-arcface"
    files: ClassVar[tuple[ModelFile, ...]] = (MOBILEFACENET,)

    path: Annotated[
        Path | None,
        Field(description="The .keras file; by default the one that `imgfw models` lists as mobilefacenet."),
    ] = None
    size: Annotated[
        Side | tuple[Side, Side],
        Field(description="Side of the square that it sees, in pixels; or height and width."),
    ] = 112
    scaling: Annotated[
        Scaling, Field(description="What it takes, as of `keras-file`; mobilefacenet scales inside.")
    ] = "0..255"

    @property
    def file(self) -> Path:
        """The .keras file. Raises MissingFileError with the ways out."""
        return model_file(MOBILEFACENET, self.path, "backbone/face-embedding")

    @model_validator(mode="after")
    def _scaling_is_known(self) -> Self:
        if self.path is not None and "scaling" not in self.model_fields_set:
            raise ValueError("scaling, as only you know what the network of path was trained with, got none")
        return self

    def _features(self, x: Any) -> Any:
        """Of length 1, so that products of them are cosines; a map stays as it is."""
        found = super()._features(x)
        return keras().layers.UnitNormalization()(found) if len(found.shape) == 2 else found
