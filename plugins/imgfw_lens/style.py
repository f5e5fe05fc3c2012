"""A picture in the manner of another: content kept, style matched (Gatys, Ecker, Bethge, 2016)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from .taps import Taps

_FIRST, _SECOND, _LEAST = 0.9, 0.99, 1e-12
_WARM = 0.05


@dataclass(frozen=True)
class Weights:
    """How much counts what, beside the content, which counts 1.

    style   of the style loss
    smooth  of the total variation: squared differences of neighbouring pixels, 0..1
    """

    style: float = 60.0
    smooth: float = 10.0


@dataclass(frozen=True)
class Pace:
    """How the picture is moved, by Adam, beginning with noise through which the content is seen.

    noise  the share of even noise in the beginning; 0 begins with the content itself, 1 with noise alone
    steps  how many
    rate   levels that a pixel moves in a step at first; it falls to nothing
    moved  before each step both pictures are moved by up to so many pixels, so that strides leave no grid
    """

    noise: float = 0.5
    steps: int = 300
    rate: float = 4.0
    moved: int = 32


@dataclass(frozen=True)
class Losses:
    """What is left at a step: content and style each as a share of what their target has, and roughness."""

    step: int
    content: float
    style: float
    smooth: float
    total: float

    def plain(self) -> dict[str, float]:
        """As JSON has it."""
        return asdict(self)


def styled(
    taps: Taps,
    content: np.ndarray,
    style: np.ndarray,
    weights: Weights,
    pace: Pace,
    seed: int,
    say: Callable[[Losses], None],
) -> tuple[np.ndarray, list[Losses]]:
    """The content in the manner of the style, uint8 (H, W, 3); and the losses of some steps.

    content, style  uint8 (H, W, 3), both of the shape that the taps take
    Losses are those of the picture where it lies: before anything is moved.
    """
    import numpy as np

    goal = _Goal(taps, content[None].astype(np.float32), style[None].astype(np.float32), weights)
    rng = np.random.default_rng(seed)
    noise = rng.uniform(0, 255, goal.content.shape)
    pixels = np.asarray((1 - pace.noise) * goal.content + pace.noise * noise, np.float32)
    history = [goal.measured(0, pixels)]
    say(history[0])
    first, second = np.zeros_like(pixels), np.zeros_like(pixels)
    for step in range(1, pace.steps + 1):
        steep = goal.slope(pixels, rng.integers(0, pace.moved + 1, 2))
        first = np.asarray(_FIRST * first + (1 - _FIRST) * steep, np.float32)
        second = np.asarray(_SECOND * second + (1 - _SECOND) * steep**2, np.float32)
        ahead = (first / (1 - _FIRST**step)) / (np.sqrt(second / (1 - _SECOND**step)) + _LEAST)
        rate = pace.rate * min(1.0, 2 * (1 - step / pace.steps) + _WARM)
        pixels = np.clip(pixels - rate * ahead, 0, 255).astype(np.float32)
        if step == pace.steps or step % max(1, pace.steps // 20) == 0:
            history.append(goal.measured(step, pixels))
            say(history[-1])
    return np.round(pixels[0]).astype(np.uint8), history


@dataclass(frozen=True)
class _Goal:
    """What is to be made small; content and style float32 (1, H, W, 3), 0..255."""

    taps: Taps
    content: np.ndarray
    style: np.ndarray
    weights: Weights

    def slope(self, pixels: np.ndarray, by: np.ndarray) -> np.ndarray:
        """Where the total rises, at pixels (1, H, W, 3), both pictures moved by so many pixels (2,)."""
        import numpy as np
        import tensorflow as tf

        return np.asarray(self._slope(tf.constant(pixels), tf.constant(by, tf.int32)))

    def measured(self, step: int, pixels: np.ndarray) -> Losses:
        """The losses of the picture where it lies."""
        import tensorflow as tf

        total, parts = self._told(tf.constant(pixels), tf.constant(self.content))
        return Losses(step, *(float(each) for each in (*parts, total)))

    @cached_property
    def _slope(self) -> Any:
        import tensorflow as tf

        @tf.function(autograph=False)
        def slope(pixels: Any, by: Any) -> Any:
            reference = tf.roll(tf.constant(self.content), by, (1, 2))
            with tf.GradientTape() as tape:
                tape.watch(pixels)
                total, _ = self._losses(tf.roll(pixels, by, (1, 2)), reference)
            return tape.gradient(total, pixels)

        return slope

    @cached_property
    def _told(self) -> Any:
        import tensorflow as tf

        return tf.function(self._losses, autograph=False)

    @cached_property
    def _wanted(self) -> list[Any]:
        import tensorflow as tf

        return [_gram(each) for each in self.taps.maps(tf.constant(self.style))[0]]

    def _losses(self, pixels: Any, reference: Any) -> Any:
        """The total, and (content, style, smoothness)."""
        import tensorflow as tf

        with tf.init_scope():
            wanted = self._wanted
        manner, things = self.taps.maps(pixels)
        kept = self.taps.maps(reference)[1]
        own = tf.add_n([_share(each, of) for each, of in zip(things, kept, strict=True)]) / len(kept)
        grams = [_share(_gram(each), of) for each, of in zip(manner, wanted, strict=True)]
        matched = tf.add_n(grams) / len(grams)
        smooth = _roughness(pixels / 255)
        return own + self.weights.style * matched + self.weights.smooth * smooth, (own, matched, smooth)


def _gram(maps: Any) -> Any:
    """How channels of maps (1, h, w, C) go together, whatever is where: (C, C)."""
    import tensorflow as tf

    cells = tf.reshape(maps, (-1, maps.shape[-1]))
    return tf.matmul(cells, cells, transpose_a=True) / tf.cast(tf.shape(cells)[0], tf.float32)


def _share(found: Any, wanted: Any) -> Any:
    """The squared difference as a share of what is wanted, so that layers count alike."""
    import tensorflow as tf

    return tf.reduce_sum((found - wanted) ** 2) / (tf.reduce_sum(wanted**2) + _LEAST)


def _roughness(pixels: Any) -> Any:
    import tensorflow as tf

    down, across = pixels[:, 1:] - pixels[:, :-1], pixels[:, :, 1:] - pixels[:, :, :-1]
    return tf.reduce_mean(down**2) + tf.reduce_mean(across**2)
