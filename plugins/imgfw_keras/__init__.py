"""Networks by Keras: backbones, heads of layers, and the trainer that trains and converts them."""

from __future__ import annotations

from imgfw import hookimpl

from .arcface import ArcFace
from .conv import Conv
from .dense import Dense
from .mobilenet import MobileNet
from .mobilenet_v2 import MobileNetV2
from .rand_augment import RandAugment
from .small_cnn import SmallCnn
from .trainer import KerasTrainer


@hookimpl
def imgfw_augmenters() -> list[type]:
    """Variations that Keras has."""
    return [RandAugment]


@hookimpl
def imgfw_backbones() -> list[type]:
    """The bundled networks."""
    return [MobileNet, MobileNetV2, SmallCnn]


@hookimpl
def imgfw_heads() -> list[type]:
    """Layers on features and on maps."""
    return [ArcFace, Conv, Dense]


@hookimpl
def imgfw_trainers() -> list[type]:
    """Training by Keras."""
    return [KerasTrainer]
