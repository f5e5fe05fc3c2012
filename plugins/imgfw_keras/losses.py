"""Losses: those of Keras by name, and functions of (truth, logits) to one value a row, float32 (N,)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError

from .library import keras

if TYPE_CHECKING:
    import numpy as np

Loss = Callable[[Any, Any], Any]

LOSSES = {
    "crossentropy": ("SparseCategoricalCrossentropy", {"from_logits": True}),
    "binary-crossentropy": ("BinaryCrossentropy", {"from_logits": True}),
    "squared-error": ("MeanSquaredError", {}),
    "absolute-error": ("MeanAbsoluteError", {}),
    "huber": ("Huber", {}),
}
_APART = 1e-6  # of a cosine from 1 and -1, where its angle has no slope


def named(loss: Any) -> Any:
    """Keras' loss of this name, or the function as it is. Raises ComponentError for a name it has not."""
    if callable(loss):
        return loss
    if loss not in LOSSES:
        raise ComponentError(f"loss {loss!r} is unknown; known: {', '.join(LOSSES)}, or a function")
    name, settings = LOSSES[loss]
    return getattr(keras().losses, name)(**settings)


def by_label(loss: Any) -> Loss:
    """A loss that is a mean over several labels, for each of them: (N, C), so that each has its own weight.

    loss  a function of (truth, logits), or Keras' object
    """
    each = getattr(loss, "call", loss)

    def found(truth: Any, logits: Any) -> Any:
        ops = keras().ops
        one = each(ops.reshape(truth, (-1, 1)), ops.reshape(logits, (-1, 1)))
        return ops.reshape(one, ops.shape(logits))

    return found


def smoothed_crossentropy(share: float) -> Loss:
    """Cross entropy with a share of the certainty spread evenly over all labels (Szegedy et al. 2016)."""

    def loss(truth: Any, logits: Any) -> Any:
        wanted = _one_hot(truth, logits)
        return keras().losses.categorical_crossentropy(
            wanted, logits, from_logits=True, label_smoothing=share
        )

    return loss


def smoothed_binary(share: float) -> Loss:
    """Binary cross entropy of truths moved towards one half by a share; the mean over the labels."""

    def loss(truth: Any, logits: Any) -> Any:
        return keras().losses.binary_crossentropy(truth, logits, from_logits=True, label_smoothing=share)

    return loss


def angular_margin(scale: float, margin: float) -> Loss:
    """Cross entropy of scaled cosines, the angle to the true label made larger by a margin in radians.

    ArcFace (Deng et al. 2019). Where angle and margin pass a half turn, the cosine is lowered by a constant
    instead, so that a larger angle never costs less.
    """
    cosine, sine = math.cos(margin), math.sin(margin)

    def loss(truth: Any, logits: Any) -> Any:
        ops = keras().ops
        true = _one_hot(truth, logits)
        near = ops.clip(ops.cast(logits, "float32") / scale, _APART - 1, 1 - _APART)
        moved = near * cosine - ops.sqrt(1 - near * near) * sine
        moved = ops.where(near > -cosine, moved, near - margin * sine)
        logits = scale * ops.where(true > 0, moved, near)
        return keras().losses.categorical_crossentropy(true, logits, from_logits=True)

    return loss


def _one_hot(truth: Any, logits: Any) -> Any:
    ops = keras().ops
    return ops.one_hot(ops.cast(ops.reshape(truth, (-1,)), "int32"), logits.shape[-1], dtype="float32")


def cosine_distance(truth: Any, given: Any) -> Any:
    """1 - the cosine between rows (N, D); of a row of nothing but zeros it is 1."""
    return 1.0 + keras().losses.cosine_similarity(truth, given)


def softened(activation: str, temperature: float) -> Loss:
    """The loss against another network's predictions, softened (Hinton, Vinyals and Dean 2015).

    For "softmax" and "sigmoid" cross entropy of softened truths, times the squared temperature, so that its
    slope does not depend on it; for "linear" the squared difference.
    """

    def loss(truth: Any, logits: Any) -> Any:
        losses, squared = keras().losses, temperature**2
        if activation == "softmax":
            return squared * losses.categorical_crossentropy(truth, logits / temperature, from_logits=True)
        if activation == "sigmoid":
            return squared * losses.binary_crossentropy(truth, logits / temperature, from_logits=True)
        return losses.mean_squared_error(truth, logits)

    return loss


def softened_truth(given: np.ndarray, activation: str, temperature: float) -> np.ndarray:
    """Probabilities (N, C) as they would be with logits divided by the temperature; numbers stay."""
    import numpy as np

    if activation == "linear":
        return given
    least = float(np.finfo(np.float32).tiny)
    power = np.maximum(given.astype(np.float64), least) ** (1 / temperature)
    if activation == "softmax":
        return (power / power.sum(axis=1, keepdims=True)).astype(np.float32)
    other = np.maximum(1 - given.astype(np.float64), least) ** (1 / temperature)
    return (power / (power + other)).astype(np.float32)
