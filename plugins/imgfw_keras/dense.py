"""A neural head of dense layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import ComponentError, NeuralHead, Output, Target

from .library import keras

Units = Annotated[int, Field(ge=1, le=65536)]

_OUTPUTS = {
    "classes": ("softmax", "crossentropy"),
    "ordinal": ("softmax", "crossentropy"),
    "multi-label": ("sigmoid", "binary-crossentropy"),
    "number": ("linear", "squared-error"),
}


class Dense(NeuralHead):
    """Dense layers on features: softmax for classes, sigmoid for multi-label, a plain value for numbers."""

    trainer: ClassVar[str] = "keras"

    use: Literal["dense"] = "dense"
    units: Annotated[
        tuple[Units, ...], Field(max_length=8, description="Width of each hidden layer; none by default.")
    ] = ()
    activation: Annotated[
        Literal["relu", "gelu", "elu", "selu", "silu", "tanh", "sigmoid"],
        Field(description="Of the hidden layers."),
    ] = "relu"
    batch_norm: Annotated[bool, Field(description="Normalise each hidden layer over the batch.")] = False
    dropout: Annotated[
        float, Field(ge=0, lt=1, description="Share of features dropped before each layer, in training.")
    ] = 0.0

    def layers(self, inputs: Mapping[str, Any], targets: Mapping[str, Target]) -> dict[str, Output]:
        """Hidden layers shared by all targets, then one layer a target. Raises ComponentError for maps."""
        layers = keras().layers
        for name, given in inputs.items():
            if len(given.shape) != 2:
                raise ComponentError(
                    f"head/{self.use} takes features (N, D), got {name} of shape {tuple(given.shape)}; "
                    "choose a backbone, or its pooling, that gives one row a picture"
                )
        x = layers.Concatenate()(list(inputs.values())) if len(inputs) > 1 else next(iter(inputs.values()))
        for units in self.units:
            x = layers.Dense(units, use_bias=not self.batch_norm)(self._dropped(x))
            x = layers.BatchNormalization()(x) if self.batch_norm else x
            x = layers.Activation(self.activation)(x)
        x = self._dropped(x)
        return {
            name: Output(layers.Dense(target.width)(x), *_OUTPUTS[target.type])
            for name, target in targets.items()
        }

    def _dropped(self, x: Any) -> Any:
        return keras().layers.Dropout(self.dropout)(x) if self.dropout else x
