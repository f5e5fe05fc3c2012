"""What heads of layers have in common: hidden layers, and an output for each type of target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from imgfw import ComponentError, NeuralHead, Output, Target, nearest

from .library import keras
from .losses import smoothed_binary, smoothed_crossentropy
from .ordered import cumulative

Units = Annotated[int, Field(ge=1, le=65536)]

_INITIALIZERS = {"glorot": "glorot_uniform", "he": "he_normal", "normal": "random_normal"}


class LayeredHead(NeuralHead):
    """A head of hidden layers; a subclass says how they begin.

    The output is a softmax for classes, a sigmoid for each of several labels, a plain value for numbers.
    """

    trainer: ClassVar[str] = "keras"

    units: Annotated[
        tuple[Units, ...], Field(max_length=8, description="Width of each hidden layer; none by default.")
    ] = ()
    activation: Annotated[
        Literal["relu", "gelu", "elu", "selu", "silu", "tanh", "sigmoid"],
        Field(description="Of the hidden layers."),
    ] = "relu"
    batch_norm: Annotated[bool, Field(description="Normalise each hidden layer over the batch.")] = False
    initializer: Annotated[
        Literal["glorot", "he", "normal"],
        Field(
            description="How weights begin: uniform by Glorot, normal by He (for relu), or normal with "
            "deviation 0.05."
        ),
    ] = "glorot"
    l2: Annotated[
        float, Field(ge=0, le=10, description="Penalty on the squares of the weights, added to the loss.")
    ] = 0.0
    label_smoothing: Annotated[
        float,
        Field(
            ge=0,
            lt=1,
            description="Share of certainty taken from the true label in training; not of numbers.",
        ),
    ] = 0.0
    ordinal: Annotated[
        Literal["softmax", "cumulative"],
        Field(description="Labels in order: each for itself, or cut out of one score by rising thresholds."),
    ] = "softmax"
    loss_weights: Annotated[
        dict[str, Annotated[float, Field(gt=0, le=1e6)]],
        Field(description="How much the loss of a target counts beside the others; 1 where none is given."),
    ] = {}

    @model_validator(mode="after")
    def _fits(self) -> LayeredHead:
        if self.label_smoothing and self.ordinal == "cumulative":
            raise ValueError('label_smoothing has no meaning where ordinal is "cumulative"; take one of them')
        served = self.targets or ((self.target,) if self.target is not None else ())
        if served:
            self._check_weights(served)
        return self

    def _check_weights(self, served: tuple[str, ...]) -> None:
        for name in self.loss_weights:
            if name not in served:
                raise ValueError(
                    f'loss_weights names "{name}", no target of this head ({nearest(name, served)})'
                )

    def _layer(self, kind: str, *size: int, **more: Any) -> Any:
        """A layer of Keras with this size; its weights begin and are penalised as the recipe says."""
        library = keras()
        return getattr(library.layers, kind)(
            *size,
            kernel_initializer=_INITIALIZERS[self.initializer],
            kernel_regularizer=library.regularizers.L2(self.l2) if self.l2 else None,
            **more,
        )

    def _activated(self, x: Any) -> Any:
        """What a hidden layer gives, normalised if that is asked for."""
        layers = keras().layers
        x = layers.BatchNormalization()(x) if self.batch_norm else x
        return layers.Activation(self.activation)(x)

    def _outputs(self, x: Any, targets: Mapping[str, Target]) -> dict[str, Output]:
        """One layer a target, on hidden features (N, D). Raises ComponentError for weights of strangers."""
        try:
            self._check_weights(tuple(targets))
        except ValueError as error:
            raise ComponentError(f"head/{self.use}: {error}") from error
        return {
            name: Output(*self._output(x, target), self.loss_weights.get(name, 1.0))
            for name, target in targets.items()
        }

    def _output(self, x: Any, target: Target) -> tuple[Any, str, Any]:
        """Logits, activation and loss."""
        share = self.label_smoothing
        if target.type == "ordinal" and self.ordinal == "cumulative":
            if target.width < 2:
                raise ComponentError(
                    f'head/{self.use}: "{target.name}" needs two labels or more to be ordered'
                )
            score = self._layer("Dense", 1, use_bias=False)(x)
            return cumulative(score, target.width), "softmax", "crossentropy"
        logits = self._layer("Dense", target.width)(x)
        if target.type == "number":
            return logits, "linear", "squared-error"
        if target.exclusive:
            return logits, "softmax", smoothed_crossentropy(share) if share else "crossentropy"
        return logits, "sigmoid", smoothed_binary(share) if share else "binary-crossentropy"


def side_by_side(use: str, inputs: Mapping[str, Any]) -> Any:
    """Inputs (N, D) as one, in their order. Raises ComponentError for maps."""
    for name, given in inputs.items():
        if len(given.shape) != 2:
            raise ComponentError(
                f"head/{use} takes features (N, D), got {name} of shape {tuple(given.shape)}; "
                "choose a backbone, or its pooling, that gives one row a picture"
            )
    values = list(inputs.values())
    return keras().layers.Concatenate()(values) if len(values) > 1 else values[0]
