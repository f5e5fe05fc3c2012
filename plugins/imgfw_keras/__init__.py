"""Networks by Keras: backbones, the head `dense`, and the trainer that trains and converts them."""

from __future__ import annotations

from imgfw import hookimpl

from .dense import Dense
from .mobilenet import MobileNet
from .mobilenet_v2 import MobileNetV2
from .small_cnn import SmallCnn
from .trainer import KerasTrainer


@hookimpl
def imgfw_backbones() -> list[type]:
    """The bundled networks."""
    return [MobileNet, MobileNetV2, SmallCnn]


@hookimpl
def imgfw_heads() -> list[type]:
    """Layers on features."""
    return [Dense]


@hookimpl
def imgfw_trainers() -> list[type]:
    """Training by Keras."""
    return [KerasTrainer]
