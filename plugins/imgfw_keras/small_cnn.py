"""A small convolutional network to be trained from scratch."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from .library import keras
from .pooling import Pooling, gives, pooled
from .scaling import scaled
from .square import SquareNetwork, sides

Filters = Annotated[int, Field(ge=1, le=4096)]
Units = Annotated[int, Field(ge=1, le=65536)]


class SmallCnn(SquareNetwork):
    """A small CNN trained from scratch: convolution, batch norm and ReLU, halved at every step.

    By default the first convolution halves by stride, for at full size it would cost more than all others
    together; the others by max pooling. Features are the last map, pooled, or what dense layers make of it.
    """

    facts: ClassVar[Mapping[str, str | int | float]] = {
        "parameters": 98_160,
        "input": "96 x 96, scaled to -1..1",
        "features": 128,
        "GFLOPs": 0.0657,
        "weights": "none; it is trained",
    }

    use: Literal["small-cnn"] = "small-cnn"
    size: Annotated[int, *sides(most=512)] = 96
    filters: Annotated[
        tuple[Filters, ...],
        Field(min_length=1, max_length=5, description="Filters of each convolution."),
    ] = (16, 32, 64, 128)
    kernel: Annotated[int, Field(ge=1, le=11, description="Side of the convolutions, in cells.")] = 3
    first: Annotated[
        Literal["stride", "pool"],
        Field(
            description="How the first convolution halves: by its stride, or by max pooling as the others do."
        ),
    ] = "stride"
    batch_norm: Annotated[bool, Field(description="Normalise after each convolution over the batch.")] = True
    pooling: Pooling = "avg"
    units: Annotated[
        tuple[Units, ...],
        Field(
            max_length=4,
            description="Dense layers after the pooling, with ReLU between; the last gives the features.",
        ),
    ] = ()
    dropout: Annotated[
        float, Field(ge=0, lt=1, description="Share dropped between the dense layers, in training.")
    ] = 0.0
    weights: Annotated[
        Literal["none"] | Path,
        Field(
            description='"none"; or the path of a weights file of the same network, or of an earlier run '
            "that trained it."
        ),
    ] = "none"

    @model_validator(mode="after")
    def _fits(self) -> SmallCnn:
        if self.units and self.pooling == "none":
            raise ValueError('expected a pooling before dense units, got pooling = "none"')
        if self.dropout and len(self.units) < 2:
            raise ValueError("dropout stands between dense units: expected two units or more for it")
        return self

    @property
    def gives(self) -> Literal["vector", "map"]:
        """Maps where nothing is pooled."""
        return gives(self.pooling)

    def scaled(self, x: Any) -> Any:
        """Pixels 0..255 to -1..1."""
        return scaled(x, "-1..1")

    def build(self) -> Any:
        """The layers with random weights."""
        inputs = x = keras().Input((self.size, self.size, 3))
        for step, filters in enumerate(self.filters):
            x = self._halved(x, filters, by_stride=not step and self.first == "stride")
        x = self._dense(pooled(x, self.pooling))
        return keras().Model(inputs, x, name="small_cnn")

    def _halved(self, x: Any, filters: int, *, by_stride: bool) -> Any:
        """A convolution (N, h, w, c) -> (N, h / 2, w / 2, filters)."""
        layers = keras().layers
        strides, bias = 2 if by_stride else 1, not self.batch_norm
        x = layers.Conv2D(filters, self.kernel, strides=strides, padding="same", use_bias=bias)(x)
        x = layers.BatchNormalization(momentum=0.9)(x) if self.batch_norm else x
        x = layers.ReLU()(x)
        return x if by_stride else layers.MaxPooling2D()(x)

    def _dense(self, x: Any) -> Any:
        """The last is linear, so that it can come near any teacher's features."""
        layers = keras().layers
        for place, units in enumerate(self.units):
            if place:
                x = layers.ReLU()(x)
                x = layers.Dropout(self.dropout)(x) if self.dropout else x
            x = layers.Dense(units)(x)
        return x
