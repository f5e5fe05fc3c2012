"""Labels in order, cut out of one score: the proportional-odds model as layers.

P(label <= k) = sigmoid(threshold k - score), McCullagh, "Regression Models for Ordinal Data", 1980.
Thresholds rise whatever is learned: each is the one before and a gap that is above 0.
"""

from __future__ import annotations

import math
from typing import Any

from .library import keras

_LEAST = 1e-3  # gap between two thresholds, so that no label is impossible
_BEGIN = 1.0


def cumulative(score: Any, labels: int) -> Any:
    """From a symbolic score (N, 1) to the logarithms of the probabilities of `labels` (>= 2): (N, labels).

    They are logits as they stand: their softmax is themselves.
    """
    ops = keras().ops
    thresholds, gaps = _thresholds(score, labels - 1)
    below, above = ops.log_sigmoid(thresholds - score), ops.log_sigmoid(score - thresholds)
    nothing = ops.zeros_like(score)
    # sigmoid(a) - sigmoid(b) = sigmoid(a) sigmoid(-b) (1 - exp(b - a)), and a - b is the gap
    found = ops.concatenate([below, nothing], axis=1) + ops.concatenate([nothing, above], axis=1)
    if labels == 2:
        return found
    inside = ops.log(-ops.expm1(-gaps))
    return found + ops.concatenate([nothing, inside, nothing], axis=1)


def _thresholds(score: Any, count: int) -> tuple[Any, Any]:
    """Rising thresholds (N, count), the same for every row, and the gaps between them (N, count - 1)."""
    import numpy as np

    library = keras()
    ops = library.ops
    # the weights of a layer that sees nothing but a one are free numbers, and Keras can save it
    layer = library.layers.Dense(count, use_bias=False)
    free = layer(ops.ones_like(score))
    start = np.full((1, count), math.log(math.expm1(_BEGIN - _LEAST)), np.float32)
    start[0, 0] = -_BEGIN * (count - 1) / 2
    layer.kernel.assign(start)
    gaps = ops.softplus(free[:, 1:]) + _LEAST
    steps = ops.concatenate([free[:, :1], gaps], axis=1)
    return ops.matmul(steps, np.triu(np.ones((count, count), np.float32))), gaps
