"""A neural head of dense layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import Output, Target

from .layered import LayeredHead, side_by_side
from .library import keras


class Dense(LayeredHead):
    """Dense layers on features: softmax for classes, sigmoid for multi-label, linear for numbers.

    Each hidden layer is followed by batch norm, if asked for, and its activation.
    """

    revision: ClassVar[int] = 2

    use: Literal["dense"] = "dense"
    dropout: Annotated[
        float, Field(ge=0, lt=1, description="Share of features dropped before each layer, in training.")
    ] = 0.0

    def layers(self, inputs: Mapping[str, Any], targets: Mapping[str, Target]) -> dict[str, Output]:
        """Hidden layers shared by all targets, then one layer a target. Raises ComponentError for maps."""
        x = side_by_side(self.use, inputs)
        for units in self.units:
            x = self._activated(self._layer("Dense", units)(self._dropped(x)))
        return self._outputs(self._dropped(x), targets)

    def _dropped(self, x: Any) -> Any:
        return keras().layers.Dropout(self.dropout)(x) if self.dropout else x
