"""Gradient ascent from noise to pictures (Erhan et al., 2009)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from .network import Lens


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


def noise(lens: Lens, climb: Climb, rng: np.random.Generator) -> np.ndarray:
    """Even noise around grey: float32 (H, W, 3)."""
    import numpy as np

    low, high = 127.5 - climb.noise, 127.5 + climb.noise
    return rng.uniform(low, high, (*lens.size, 3)).astype(np.float32)


def climbed(
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
    start = np.repeat(noise(lens, climb, rng)[None], count, axis=0)

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
