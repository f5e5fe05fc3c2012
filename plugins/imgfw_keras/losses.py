"""Losses that Keras has not by name: functions of (truth, logits) to one value a row, float32 (N,)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from .library import keras

Loss = Callable[[Any, Any], Any]

_APART = 1e-6  # of a cosine from 1 and -1, where its angle has no slope


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
