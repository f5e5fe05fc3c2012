"""A neural head of convolutions on maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import ComponentError, Output, Target

from .layered import LayeredHead, Units, side_by_side
from .library import keras

_POOLINGS = {"max": "GlobalMaxPooling2D", "avg": "GlobalAveragePooling2D"}


class Conv(LayeredHead):
    """Convolutions on feature maps, pooled, then dense layers: learns where in the picture to look.

    Predictions of other heads join after the pooling. Needs a backbone that gives maps (pooling = "none").
    """

    takes: ClassVar[Literal["vector", "map"]] = "map"

    use: Literal["conv"] = "conv"
    filters: Annotated[
        tuple[Units, ...], Field(min_length=1, max_length=8, description="Filters of each convolution.")
    ] = (32,)
    kernel: Annotated[int, Field(ge=1, le=15, description="Side of the convolutions, in cells.")] = 3
    pooling: Annotated[
        Literal["max", "avg"], Field(description="How the last map becomes one row of features.")
    ] = "max"
    dropout: Annotated[
        float,
        Field(
            ge=0,
            lt=1,
            description="Share dropped after the convolutions and after each dense layer, in training.",
        ),
    ] = 0.0

    def layers(self, inputs: Mapping[str, Any], targets: Mapping[str, Target]) -> dict[str, Output]:
        """Layers shared by all targets, then one a target. Raises ComponentError for features (N, D)."""
        layers = keras().layers
        x = self._map(inputs)
        for filters in self.filters:
            x = self._activated(self._layer("Conv2D", filters, self.kernel, padding="same")(x))
        x = getattr(layers, _POOLINGS[self.pooling])()(self._dropped(x))
        others = {name: given for name, given in inputs.items() if name != "features"}
        x = side_by_side(self.use, {"features": x, **others})
        for units in self.units:
            x = self._dropped(self._activated(self._layer("Dense", units)(x)))
        return self._outputs(x, targets)

    def _map(self, inputs: Mapping[str, Any]) -> Any:
        given = inputs.get("features")
        if given is None or len(given.shape) != 4:
            got = "none" if given is None else str(tuple(given.shape))
            raise ComponentError(
                f"head/{self.use} takes features (N, h, w, c), got {got}; choose a backbone that gives "
                'maps (pooling = "none"), or head/dense'
            )
        return given

    def _dropped(self, x: Any) -> Any:
        return keras().layers.Dropout(self.dropout)(x) if self.dropout else x
