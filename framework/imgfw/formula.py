"""What a head computes as a few steps, so that whoever exports it can say the same in another language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Verb = Literal["standardise", "unit", "linear", "softmax", "sigmoid", "log-sigmoid"]

NEVER = -1e6
"""The logit of a label that has probability 0, whatever is asked."""


@dataclass(frozen=True)
class Step:
    """One step of a head's formula, from a row (D,) to a row (C,); all arrays are float32.

    do      "standardise": (x - a) / b, then cut to -c and c; a and b (D,), c () which may be infinite
            "unit": brought to length 1; what is all zeros stays
            "linear": x @ a + b; a (D, C), b (C,)
            "softmax", "sigmoid", "log-sigmoid": as their names say, without arrays
    arrays  a, b, c
    """

    do: Verb
    arrays: tuple[np.ndarray, ...] = ()


def computed(steps: Sequence[Step], x: np.ndarray) -> np.ndarray:
    """What a formula gives for N rows (N, D): float32 (N, C)."""
    import numpy as np

    x = np.asarray(x, np.float32)
    for step in steps:
        x = _after(step, x).astype(np.float32)
    return x


def _after(step: Step, x: np.ndarray) -> np.ndarray:
    import numpy as np

    if step.do == "standardise":
        mean, scale, far = step.arrays
        return np.clip((x - mean) / scale, -far, far)
    if step.do == "linear":
        weights, bias = step.arrays
        return x @ weights + bias
    if step.do == "unit":
        length = np.linalg.norm(x, axis=1, keepdims=True)
        return x / np.where(length > 0, length, 1)
    if step.do == "softmax":
        shares = np.exp(x - x.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)
    logs = np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))
    return logs if step.do == "log-sigmoid" else np.exp(logs)
