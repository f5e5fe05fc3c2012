"""A head's formula in Keras, so that gradients go through it."""

from __future__ import annotations

from typing import Any

from imgfw import Step

from .library import keras

_LEAST = 1e-30


def after(step: Step, x: Any) -> Any:
    """A symbolic row (N, D) after one step: (N, C)."""
    ops = keras().ops
    if step.do == "standardise":
        mean, scale, far = step.arrays
        return ops.clip((x - mean) / scale, -float(far), float(far))
    if step.do == "linear":
        weights, bias = step.arrays
        return ops.matmul(x, weights) + bias
    if step.do == "unit":
        return x / ops.sqrt(ops.maximum(ops.sum(ops.square(x), axis=1, keepdims=True), _LEAST))
    verbs = {"softmax": ops.softmax, "sigmoid": ops.sigmoid, "log-sigmoid": ops.log_sigmoid}
    return verbs[step.do](x)
