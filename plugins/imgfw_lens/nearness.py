"""How near generated pictures are to real ones: the distance between the means of fixed features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

FEATURES = "three convolutions with random weights, seed 0, averaged over the picture: 128 numbers"
_CHANNELS = (32, 64, 128)
_SEED = 0
_BATCH = 64


class Nearness:
    """Means of features of a network that never learns (random filters, Saxe et al., 2011), and distances."""

    def __init__(self, side: int) -> None:
        import keras
        import numpy as np

        rng = np.random.default_rng(_SEED)
        given = keras.Input((side, side, 3))
        x: Any = given
        for channels in _CHANNELS:
            layer = keras.layers.Conv2D(channels, 3, strides=2, padding="same", activation="relu")
            before = x.shape[-1]
            x = layer(x)
            spread = np.sqrt(2 / (9 * before))
            layer.set_weights([rng.normal(0, spread, (3, 3, before, channels)), np.zeros(channels)])
        self._network = keras.Model(given, keras.layers.GlobalAveragePooling2D()(x))

    def mean(self, pictures: np.ndarray) -> np.ndarray:
        """The mean features of pictures uint8 (N, side, side, 3): float64 (128,)."""
        import numpy as np

        total = np.zeros(_CHANNELS[-1])
        for begin in range(0, len(pictures), _BATCH):
            rows = pictures[begin : begin + _BATCH].astype(np.float32) / 127.5 - 1
            total += np.asarray(self._network(rows), np.float64).sum(axis=0)
        return total / len(pictures)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """The Euclidean distance between two means."""
    import numpy as np

    return float(np.linalg.norm(one - other))
