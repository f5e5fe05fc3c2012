"""A small convolutional network to be trained from scratch."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from .library import keras
from .square import SquareNetwork

Filters = Annotated[int, Field(ge=1, le=4096)]


class SmallCnn(SquareNetwork):
    """A small CNN trained from scratch: convolution, batch norm and ReLU, halved at every step.

    The first convolution halves by stride, for at full size it would cost more than all others together;
    the others by max pooling. Features are the mean of the last map.
    """

    facts: ClassVar[Mapping[str, str | int | float]] = {
        "parameters": 98_160,
        "input": "96 x 96",
        "features": 128,
        "weights": "none; it is trained",
    }

    use: Literal["small-cnn"] = "small-cnn"
    size: Annotated[int, Field(ge=32, le=512, description="Side of the square it sees, in pixels.")] = 96
    filters: Annotated[
        tuple[Filters, ...],
        Field(
            min_length=1, max_length=5, description="Filters of each convolution; the last are the features."
        ),
    ] = (16, 32, 64, 128)
    weights: Annotated[
        Literal["none"] | Path,
        Field(description='"none", or the path of a weights file of the same network.'),
    ] = "none"

    def scaled(self, x: Any) -> Any:
        """Pixels 0..255 to -1..1."""
        return x / 127.5 - 1.0

    def build(self) -> Any:
        """The layers with random weights."""
        layers = keras().layers
        inputs = x = keras().Input((self.size, self.size, 3))
        for step, filters in enumerate(self.filters):
            x = layers.Conv2D(filters, 3, strides=1 if step else 2, padding="same", use_bias=False)(x)
            x = layers.BatchNormalization(momentum=0.9)(x)
            x = layers.ReLU()(x)
            x = layers.MaxPooling2D()(x) if step else x
        return keras().Model(inputs, layers.GlobalAveragePooling2D()(x), name="small_cnn")
