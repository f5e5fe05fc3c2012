"""A generator of pictures and its discriminator as networks, after DCGAN (Radford et al., 2016)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

LATENT = 64
_SMALLEST = 4
_SLOPE = 0.2


@dataclass(frozen=True)
class Shape:
    """What decides the two networks.

    side    of the pictures in pixels, 4 times a power of 2
    labels  how many numbers tell what is in a picture
    width   channels of the largest maps; each halving of the side doubles them, up to 4 times
    """

    side: int
    labels: int
    width: int

    @property
    def halvings(self) -> int:
        """How often the side is halved to the smallest map."""
        return (self.side // _SMALLEST).bit_length() - 1

    @property
    def given(self) -> int:
        """How many numbers the generator takes: noise, then labels."""
        return LATENT + self.labels

    def plain(self) -> dict[str, int]:
        """As JSON has it."""
        return asdict(self)

    def _channels(self, halving: int) -> int:
        return self.width * min(4, 2**halving)


def generator(shape: Shape) -> Any:
    """From noise and labels (N, LATENT + C) to pictures (N, side, side, 3), -1 to 1.

    Maps grow by bilinear resizing and a convolution: transposed convolutions leave grids in pictures.
    """
    import keras

    layers = keras.layers
    given = keras.Input((shape.given,))
    widest = shape._channels(shape.halvings)
    x = layers.Dense(_SMALLEST * _SMALLEST * widest, use_bias=False)(given)
    x = layers.Reshape((_SMALLEST, _SMALLEST, widest))(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for halving in reversed(range(shape.halvings)):
        x = layers.UpSampling2D(2, interpolation="bilinear")(x)
        x = layers.Conv2D(shape._channels(halving), 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    return keras.Model(given, layers.Conv2D(3, 3, padding="same", activation="tanh")(x), name="generator")


def discriminator(shape: Shape) -> Any:
    """From pictures and labels to how real they look (N, 1), and what it sees in them (N, D).

    Labels come in as a projection of what it sees (Miyato and Koyama, 2018).
    """
    import keras

    layers = keras.layers
    pictures, labels = keras.Input((shape.side, shape.side, 3)), keras.Input((shape.labels,))
    x = pictures
    for halving in range(shape.halvings):
        x = layers.Conv2D(shape._channels(halving), 4, strides=2, padding="same")(x)
        x = layers.LeakyReLU(_SLOPE)(x)
    seen, flat = layers.GlobalAveragePooling2D()(x), layers.Flatten()(x)
    fitting = layers.Dot(1)([flat, layers.Dense(flat.shape[1], use_bias=False)(labels)])
    real = layers.Add()([layers.Dense(1)(flat), fitting])
    return keras.Model([pictures, labels], [real, seen], name="discriminator")
