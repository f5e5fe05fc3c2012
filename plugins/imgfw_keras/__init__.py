"""Networks by Keras: backbones, heads of layers, and the trainer that trains and converts them."""

from __future__ import annotations

from imgfw import Later, hookimpl

from .backbones import BACKBONES


@hookimpl
def imgfw_augmenters() -> list[Later]:
    """Variations that Keras has."""
    return [
        Later(
            "rand-augment",
            "imgfw_keras.rand_augment:RandAugment",
            "A few operations drawn at random: geometry, light, colour, contrast, sharpness and more",
        ),
    ]


@hookimpl
def imgfw_backbones() -> list[Later]:
    """Every family of keras.applications, networks from scratch, and saved ones."""
    return list(BACKBONES)


@hookimpl
def imgfw_heads() -> list[Later]:
    """Layers on features and on maps."""
    return [
        Later(
            "arcface",
            "imgfw_keras.arcface:ArcFace",
            "Angles to one direction a label, learned with a margin: for people and many classes",
        ),
        Later(
            "conv",
            "imgfw_keras.conv:Conv",
            "Convolutions on feature maps, pooled, then dense layers: learns where in the picture to look",
        ),
        Later(
            "dense",
            "imgfw_keras.dense:Dense",
            "Dense layers on features: softmax for classes, sigmoid for multi-label, linear for numbers",
        ),
    ]


@hookimpl
def imgfw_sinks() -> list[Later]:
    """What TensorBoard reads."""
    return [
        Later(
            "tensorboard",
            "imgfw_keras.tensorboard:TensorBoard",
            "Curves of all epochs and the figures of scores, as event files for TensorBoard",
        ),
    ]


@hookimpl
def imgfw_trainers() -> list[Later]:
    """Training by Keras."""
    return [
        Later(
            "keras",
            "imgfw_keras.trainer:KerasTrainer",
            "Training by Keras, on kept features or on pixels; keeps the best epoch, makes LiteRT graphs",
        ),
    ]
