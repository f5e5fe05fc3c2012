"""Grad-CAM: which places of the last convolution map speak for a label (Selvaraju et al., 2017)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from .network import Lens


def last_map(lens: Lens) -> str:
    """The layer whose map is looked at: the last of the size of the last convolution's, so that what
    normalises, adds and rectifies is in it and pooling is not."""
    layers = {layer.name: layer for layer in lens.network.backbone.layers}
    shape = tuple(layers[lens.convolutions()[-1]].output.shape[1:3])
    fitting = [name for name, layer in layers.items() if _map_of(layer) == shape]
    return fitting[-1]


def grad_cam(lens: Lens, layer: str, pixels: np.ndarray, target: str, label: int) -> np.ndarray:
    """How much each cell of a layer's map speaks for a label: float32 (h, w), 0 where it does not.

    pixels  float32 (H, W, 3), 0..255
    """
    import numpy as np
    import tensorflow as tf

    given = tf.constant(pixels[None])
    probe = lens.probe([layer])
    with tf.GradientTape() as tape:
        tape.watch(given)
        maps, features = probe(lens.network.scaled(given, training=False), training=False)
        logit = lens.network.logits(features, training=False)[target][0, label]
    slopes = np.asarray(tape.gradient(logit, maps))[0]  # (h, w, c)
    weights = slopes.mean(axis=(0, 1))
    found: np.ndarray = np.maximum(np.asarray(maps)[0] @ weights, 0).astype(np.float32)
    return found


def _map_of(layer: Any) -> tuple[int, ...] | None:
    """Height and width of what a layer gives, None where that is no map."""
    shape = getattr(getattr(layer, "output", None), "shape", ())
    return tuple(shape[1:3]) if len(shape) == 4 else None
