"""What every convolution layer answers to one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from .network import Lens


@dataclass(frozen=True)
class Answers:
    """The maps of a convolution layer, normalised and rectified where the network does so.

    layer     the convolution's name
    maps      float32 (h, w, C)
    telling   its channels, that which varies most over the picture first
    """

    layer: str
    maps: np.ndarray
    telling: tuple[int, ...]


def answers(lens: Lens, pixels: np.ndarray) -> list[Answers]:
    """What each convolution layer gives, in the order of the backbone.

    pixels  float32 (H, W, 3), 0..255
    """
    import numpy as np

    from .units import behind

    layers = lens.convolutions()
    probe = lens.probe([behind(lens, layer) for layer in layers])
    *found, _ = probe(lens.network.scaled(pixels[None], training=False), training=False)
    maps = [np.asarray(each, np.float32)[0] for each in found]
    return [Answers(layer, each, _order(each)) for layer, each in zip(layers, maps, strict=True)]


def record(given: Answers, most: int) -> dict[str, Any]:
    """The same as numbers: of the `most` telling channels the largest value, where it is, and the mean.

    `x` and `y` are shares of width and height. Silent channels are nowhere above 0.
    """
    import numpy as np

    height, width, count = given.maps.shape
    told = []
    for channel in given.telling[:most]:
        own = given.maps[..., channel]
        y, x = np.unravel_index(int(own.argmax()), own.shape)
        place = {"x": round((x + 0.5) / width, 4), "y": round((y + 0.5) / height, 4)}
        told.append({"channel": channel, "peak": float(own.max()), **place, "mean": float(own.mean())})
    silent = int((given.maps.max(axis=(0, 1)) <= 0).sum())
    return {
        "layer": given.layer,
        "cells": [height, width],
        "channels": count,
        "silent": silent,
        "telling": told,
    }


def _order(maps: np.ndarray) -> tuple[int, ...]:
    """Channels by the deviation of their values: one that is bright everywhere tells nothing."""
    return tuple(int(channel) for channel in (-maps.std(axis=(0, 1))).argsort(kind="stable"))
