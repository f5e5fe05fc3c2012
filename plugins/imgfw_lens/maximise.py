"""What a channel, unit or label answers to most, climbed to from noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .ascent import Climb, Height, climbed, noise

if TYPE_CHECKING:
    from .network import Lens

_LEAK = 0.05
"""How much of what is below counts, so that a silent unit has a slope to climb."""


def of_channels(lens: Lens, layer: str, channels: Sequence[int], climb: Climb, seed: int) -> list[Height]:
    """Pictures for channels of a convolution layer: the mean of the map above 0, before it is cut off."""
    return _of_maps(lens, layer, channels, climb, seed, middle=False)


def of_units(lens: Lens, layer: str, channels: Sequence[int], climb: Climb, seed: int) -> list[Height]:
    """Pictures for single units, the cell in the middle of a channel's map; all that it sees, and no more.

    They are not moved on the way and nothing grows coarsely: such a unit sees a place of its own.
    """
    return _of_maps(lens, layer, channels, replace(climb, jitter=0, coarse=()), seed, middle=True)


def _of_maps(
    lens: Lens, layer: str, channels: Sequence[int], climb: Climb, seed: int, *, middle: bool
) -> list[Height]:
    import numpy as np
    import tensorflow as tf

    from .units import before

    probe = lens.probe([before(lens, layer)])

    def values(pixels: Any) -> Any:
        maps, _ = probe(lens.network.scaled(pixels, training=False), training=False)
        if middle:
            down, across = maps.shape[1] // 2, maps.shape[2] // 2
            maps = maps[:, down : down + 1, across : across + 1]
        return tf.stack([maps[row, ..., channel] for row, channel in enumerate(channels)])

    start = noise(lens, climb, np.random.default_rng(seed))
    rest = tf.nn.relu(tf.reduce_mean(values(np.repeat(start[None], len(channels), 0)), (1, 2), keepdims=True))

    def goal(pixels: Any) -> Any:
        # what a channel always says has no shape: only what is above that is to grow
        return tf.reduce_mean(tf.nn.leaky_relu(values(pixels) - rest, _LEAK), axis=(1, 2))

    def told(pixels: Any) -> Any:
        return tf.reduce_mean(tf.nn.relu(values(pixels)), axis=(1, 2))

    return climbed(lens, goal, told, len(channels), climb, seed)


def of_labels(lens: Lens, target: str, labels: Sequence[int], climb: Climb, seed: int) -> list[Height]:
    """Pictures for labels of a target: their logits."""
    import tensorflow as tf

    def goal(pixels: Any) -> Any:
        logits = lens.logits(pixels)[target]
        return tf.stack([logits[row, label] for row, label in enumerate(labels)])

    return climbed(lens, goal, goal, len(labels), climb, seed)


def liveliest(lens: Lens, layer: str, count: int, climb: Climb, seed: int) -> tuple[int, ...]:
    """The channels of a layer whose values vary most over the noise, in their order: none that is dead."""
    import numpy as np

    from .units import before

    start = noise(lens, climb, np.random.default_rng(seed))
    maps, _ = lens.probe([before(lens, layer)])(
        lens.network.scaled(start[None], training=False), training=False
    )
    spread = np.asarray(maps)[0].std(axis=(0, 1))
    return tuple(sorted(int(channel) for channel in (-spread).argsort(kind="stable")[:count]))
