"""What a channel, unit or label answers to most, climbed to from noise (Erhan et al., 2009)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from .network import Lens

_LEAK = 0.05
"""How much of what is below 0 counts, so that a silent unit has a slope to climb."""


@dataclass(frozen=True)
class Climb:
    """How pictures are climbed to.

    steps   of gradient ascent
    noise   the start is even noise of so many levels around grey, to either side
    rate    levels that a pixel moves in a step, in the mean, by the slope and by each of its blurred copies
    jitter  share of the side by which the picture is moved before each step, to either side and back after it
    coarse  shares of the side by which the slope is blurred beside itself, so that large shapes grow too
    blur    pixels of the Gaussian that blurs it every few steps, at the beginning; none in the last third
    """

    steps: int = 192
    noise: float = 16.0
    rate: float = 3.0
    jitter: float = 1 / 16
    coarse: tuple[float, ...] = (1 / 96, 1 / 48, 1 / 24)
    blur: float = 1.0


@dataclass(frozen=True)
class Height:
    """What was climbed for one channel, unit or label.

    start, end    pictures uint8 (H, W, 3): the noise, and what became of it
    began, ended  the activation in both
    """

    start: np.ndarray
    end: np.ndarray
    began: float
    ended: float

    @property
    def times(self) -> float | None:
        """How many times larger the activation is at the end; None where it was not above 0."""
        return self.ended / self.began if self.began > 0 else None


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
    import tensorflow as tf

    from .units import before

    probe = lens.probe([before(lens, layer)])

    def values(pixels: Any) -> Any:
        maps, _ = probe(lens.network.scaled(pixels, training=False), training=False)
        if middle:
            down, across = maps.shape[1] // 2, maps.shape[2] // 2
            maps = maps[:, down : down + 1, across : across + 1]
        return tf.stack([maps[row, ..., channel] for row, channel in enumerate(channels)])

    def goal(pixels: Any) -> Any:
        return tf.reduce_mean(tf.nn.leaky_relu(values(pixels), _LEAK), axis=(1, 2))

    def told(pixels: Any) -> Any:
        return tf.reduce_mean(tf.nn.relu(values(pixels)), axis=(1, 2))

    return _climbed(lens, goal, told, len(channels), climb, seed)


def of_labels(lens: Lens, target: str, labels: Sequence[int], climb: Climb, seed: int) -> list[Height]:
    """Pictures for labels of a target: their logits."""
    import tensorflow as tf

    def goal(pixels: Any) -> Any:
        logits = lens.logits(pixels)[target]
        return tf.stack([logits[row, label] for row, label in enumerate(labels)])

    return _climbed(lens, goal, goal, len(labels), climb, seed)


def liveliest(lens: Lens, layer: str, count: int, climb: Climb, seed: int) -> tuple[int, ...]:
    """The channels of a layer whose values vary most over the noise, in their order: none that is dead."""
    import numpy as np

    from .units import before

    noise = _noise(lens, climb, np.random.default_rng(seed))
    maps, _ = lens.probe([before(lens, layer)])(
        lens.network.scaled(noise[None], training=False), training=False
    )
    spread = np.asarray(maps)[0].std(axis=(0, 1))
    return tuple(sorted(int(channel) for channel in (-spread).argsort(kind="stable")[:count]))


def _noise(lens: Lens, climb: Climb, rng: np.random.Generator) -> np.ndarray:
    """Even noise around grey: float32 (H, W, 3)."""
    import numpy as np

    low, high = 127.5 - climb.noise, 127.5 + climb.noise
    return rng.uniform(low, high, (*lens.size, 3)).astype(np.float32)


def _climbed(
    lens: Lens,
    goal: Callable[[Any], Any],
    told: Callable[[Any], Any],
    count: int,
    climb: Climb,
    seed: int,
) -> list[Height]:
    """Each of `count` pictures by itself, all in one batch, from the same noise."""
    import numpy as np
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    start = np.repeat(_noise(lens, climb, rng)[None], count, axis=0)

    @tf.function
    def slope(pixels: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(pixels)
            total = tf.reduce_sum(goal(pixels))
        return tape.gradient(total, pixels)

    pixels = start
    for step in range(climb.steps):
        pixels = _stepped(pixels, slope, step, climb, rng)
    before, after = (np.asarray(told(tf.constant(each))) for each in (start, pixels))
    return [
        Height(_shown(start[row]), _shown(pixels[row]), float(before[row]), float(after[row]))
        for row in range(count)
    ]


def _stepped(
    pixels: np.ndarray, slope: Callable[[Any], Any], step: int, climb: Climb, rng: np.random.Generator
) -> np.ndarray:
    """Moved, up the slope, moved back, and blurred now and then."""
    import numpy as np
    import tensorflow as tf
    from scipy.ndimage import gaussian_filter

    most = [round(side * climb.jitter) for side in pixels.shape[1:3]]
    by = [int(rng.integers(-each, each + 1)) for each in most]
    moved = np.roll(pixels, by, axis=(1, 2))
    steep = _coarse(np.asarray(slope(tf.constant(moved))), climb.coarse)
    moved = np.clip(moved + climb.rate * _even(steep), 0, 255)
    pixels = np.roll(moved, [-each for each in by], axis=(1, 2))
    left = 1 - 1.5 * step / climb.steps
    if left > 0 and step % 4 == 3 and climb.blur:
        pixels = gaussian_filter(pixels, (0, climb.blur * left, climb.blur * left, 0))
    return pixels.astype(np.float32)


def _coarse(steep: np.ndarray, coarse: Sequence[float]) -> np.ndarray:
    """The slope and its blurred copies, each counted alike: else only the finest grain would grow."""
    from scipy.ndimage import gaussian_filter

    side = min(steep.shape[1:3])
    blurred = [gaussian_filter(steep, (0, share * side, share * side, 0), mode="wrap") for share in coarse]
    total: np.ndarray = sum(map(_even, blurred), _even(steep))
    return total


def _even(steep: np.ndarray) -> np.ndarray:
    """Of mean size 1 in each picture."""
    import numpy as np

    size = np.abs(steep).mean(axis=(1, 2, 3), keepdims=True)
    even: np.ndarray = steep / np.maximum(size, 1e-12)
    return even


def _shown(pixels: np.ndarray) -> np.ndarray:
    import numpy as np

    shown: np.ndarray = np.clip(np.round(pixels), 0, 255).astype(np.uint8)
    return shown
