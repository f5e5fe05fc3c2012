"""Generator and discriminator trained against each other (Goodfellow et al., 2014), from a seed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imgfw import FormatError

from .generative import LATENT, Shape, discriminator, generator

if TYPE_CHECKING:
    import numpy as np

BATCH = 32
_RATE, _MOMENTUM = 4e-4, 0.5
_KEEPS = 0.99
"""Pictures come from a generator whose weights are the running mean of the trained one's."""
_MATCHING = 1.0
"""How much it counts that the discriminator sees the same in the mean (Salimans et al., 2016)."""
_TONE, _SHIFT = 0.4, 8
"""How much both kinds of pictures are varied before they are judged, so that few of them are not learned by
heart (Zhao et al., 2020): brightness and contrast, and by what part of the side they are moved at most."""


class Adversaries:
    """The two networks, the generator's running mean, and their optimisers."""

    def __init__(self, shape: Shape, seed: int) -> None:
        import keras

        keras.utils.set_random_seed(seed)
        self.shape = shape
        self.generator, self.discriminator = generator(shape), discriminator(shape)
        self.mean = generator(shape)
        self.mean.set_weights(self.generator.get_weights())
        self._optimisers = [keras.optimizers.Adam(_RATE, beta_1=_MOMENTUM) for _ in range(2)]
        for optimiser, network in zip(self._optimisers, (self.generator, self.discriminator), strict=True):
            optimiser.build(network.trainable_variables)

    def trained(
        self, pictures: np.ndarray, labels: np.ndarray, steps: int, rng: np.random.Generator
    ) -> dict[str, float]:
        """Take so many steps on pictures uint8 (N, side, side, 3) with labels float32 (N, C).

        Gives the mean losses of both.
        """
        import numpy as np

        total = np.zeros(2)
        for _ in range(steps):
            rows, others = rng.integers(0, len(pictures), (2, BATCH))
            real = pictures[rows].astype(np.float32) / 127.5 - 1
            noise = rng.normal(size=(BATCH, LATENT)).astype(np.float32)
            given = np.concatenate([noise, labels[others]], axis=1)
            total += [
                float(loss)
                for loss in self._step(real, labels[rows], given, labels[others], *self._varied(rng))
            ]
        return dict(zip(("discriminator", "generator"), (total / steps).tolist(), strict=True))

    def drawn(self, given: np.ndarray) -> np.ndarray:
        """Pictures uint8 (N, side, side, 3) from noise and labels float32 (N, LATENT + C)."""
        import numpy as np

        made = np.asarray(self.mean(given, training=False))
        levels: np.ndarray = np.clip(np.round((made + 1) * 127.5), 0, 255).astype(np.uint8)
        return levels

    def state(self) -> dict[str, np.ndarray]:
        """Everything learned, by name."""
        import numpy as np

        return {name: np.asarray(each) for name, each in self._variables().items()}

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        """Go on from a state. Raises FormatError where it is that of other networks."""
        variables = self._variables()
        if {n: tuple(v.shape) for n, v in variables.items()} != {n: state[n].shape for n in state}:
            raise FormatError("the state is that of other networks")
        for name, variable in variables.items():
            variable.assign(state[name])

    def _variables(self) -> dict[str, Any]:
        owners = {
            "generator": self.generator,
            "discriminator": self.discriminator,
            "mean": self.mean,
            "generator-optimiser": self._optimisers[0],
            "discriminator-optimiser": self._optimisers[1],
        }
        return {
            f"{name}/{i:03}": each for name, owner in owners.items() for i, each in enumerate(owner.variables)
        }

    def _varied(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """How the pictures of a step are varied: tone float32 (2, 3, N, 1, 1, 1), moved int32 (3, N, 2)."""
        import numpy as np

        most = self.shape.side // _SHIFT
        bright = rng.uniform(-_TONE, _TONE, (3, BATCH, 1, 1, 1))
        contrast = rng.uniform(1 - _TONE, 1 + _TONE, (3, BATCH, 1, 1, 1))
        moved = rng.integers(0, 2 * most + 1, (3, BATCH, 2))
        return np.stack([bright, contrast]).astype(np.float32), moved.astype(np.int32)

    @cached_property
    def _step(self) -> Any:
        """One step of each, compiled; gives both losses."""
        import tensorflow as tf

        @tf.function(autograph=False)
        def step(real: Any, labels: Any, given: Any, others: Any, tone: Any, moved: Any) -> Any:
            def seen(pictures: Any, of: Any, which: int) -> Any:
                varied = _varied(pictures, tone[:, which], moved[which], self.shape.side // _SHIFT)
                return self.discriminator([varied, of], training=True)

            with tf.GradientTape() as tape:
                made = self.generator(given, training=True)
                wrong, right = seen(made, others, 0)[0], seen(real, labels, 1)[0]
                judging = tf.reduce_mean(tf.nn.softplus(wrong)) + tf.reduce_mean(tf.nn.softplus(-right))
            self._follow(1, tape, judging, self.discriminator)
            with tf.GradientTape() as tape:
                judged, features = seen(self.generator(given, training=True), others, 2)
                wanted = tf.reduce_mean(seen(real, labels, 2)[1], axis=0)
                apart = tf.reduce_sum((tf.reduce_mean(features, axis=0) - wanted) ** 2)
                making = tf.reduce_mean(tf.nn.softplus(-judged)) + _MATCHING * apart
            self._follow(0, tape, making, self.generator)
            for mean, now in zip(self.mean.variables, self.generator.variables, strict=True):
                mean.assign(_KEEPS * mean + (1 - _KEEPS) * now)
            return judging, making

        return step

    def _follow(self, optimiser: int, tape: Any, loss: Any, network: Any) -> None:
        variables = network.trainable_variables
        self._optimisers[optimiser].apply(tape.gradient(loss, variables), variables)


def _varied(pictures: Any, tone: Any, moved: Any, most: int) -> Any:
    """Pictures (N, S, S, 3), -1 to 1, in another tone and moved, black coming in; gradients go through."""
    import tensorflow as tf

    side = pictures.shape[1]
    x = pictures + tone[0]
    middle = tf.reduce_mean(x, axis=(1, 2, 3), keepdims=True)
    x = (x - middle) * tone[1] + middle
    x = tf.pad(x, ((0, 0), (most, most), (most, most), (0, 0)), constant_values=-1.0)
    for axis in (1, 2):
        places = moved[:, axis - 1, None] + tf.range(side)[None]
        x = tf.gather(x, places, axis=axis, batch_dims=1)
    return x
