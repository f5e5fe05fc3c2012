"""A face network that Keras saved, as a backbone: features that tell people apart."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from .keras_file import SavedNetwork, Side
from .library import keras


class FaceEmbedding(SavedNetwork):
    """A face network from a .keras file: features that tell people apart, brought to length 1.

    It sees faces as ArcFace has them, so `align-arcface` must be the last transform. `scaling` is that of the
    network: "0..255" where it scales inside, "-1..1" where it was trained on (x - 127.5) / 127.5.
    """

    use: Literal["face-embedding"] = "face-embedding"
    needs: ClassVar[frozenset[str]] = frozenset({"align-arcface"})

    size: Annotated[
        Side | tuple[Side, Side],
        Field(description="Side of the square that it sees, in pixels; or height and width."),
    ] = 112

    def _features(self, x: Any) -> Any:
        """Of length 1, so that products of them are cosines; a map stays as it is."""
        found = super()._features(x)
        return keras().layers.UnitNormalization()(found) if len(found.shape) == 2 else found
