"""A neural head with an angular margin, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import NeuralHead, Output, Target, TargetType

from .layered import Units, side_by_side
from .library import keras
from .losses import angular_margin


class ArcFace(NeuralHead):
    """Angles to one direction a label, learned with a margin: for people and many classes.

    ArcFace (Deng et al. 2019). Features and directions have length 1. In training the angle to the true label
    counts as larger by the margin; predictions are the plain softmax of the scaled cosines. The directions
    are brought back to length 1 after every step.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes",)
    trainer: ClassVar[str] = "keras"

    use: Literal["arcface"] = "arcface"
    scale: Annotated[
        float, Field(gt=0, le=1000, description="What cosines are multiplied by: more makes it surer.")
    ] = 64.0
    margin: Annotated[
        float,
        Field(ge=0, le=1.5, description="Added to the angle to the true label in training, in radians."),
    ] = 0.5
    embedding: Annotated[
        Units | None,
        Field(description="Width of a linear layer with batch norm before the angles; none by default."),
    ] = None
    dropout: Annotated[
        float, Field(ge=0, lt=1, description="Share of features dropped at the beginning, in training.")
    ] = 0.0

    def layers(self, inputs: Mapping[str, Any], targets: Mapping[str, Target]) -> dict[str, Output]:
        """An embedding shared by all targets, then the cosines of each. Raises ComponentError for maps."""
        layers = keras().layers
        x = side_by_side(self.use, inputs)
        x = layers.Dropout(self.dropout)(x) if self.dropout else x
        if self.embedding is not None:
            x = layers.BatchNormalization()(layers.Dense(self.embedding, use_bias=False)(x))
        x = layers.UnitNormalization()(x)
        loss = angular_margin(self.scale, self.margin)
        return {
            name: Output(layers.Rescaling(self.scale)(_cosines(x, target.width)), "softmax", loss)
            for name, target in targets.items()
        }


def _cosines(x: Any, width: int) -> Any:
    """Cosines of rows of length 1 with `width` directions, which begin and stay at length 1."""
    library = keras()
    constraint = library.constraints.UnitNorm(axis=0)
    layer = library.layers.Dense(width, use_bias=False, kernel_constraint=constraint)
    cosines = layer(x)
    layer.kernel.assign(constraint(layer.kernel))
    return cosines
