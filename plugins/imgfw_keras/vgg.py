"""VGG: plain stacks of small convolutions; large and slow, and good at texture and style."""

from __future__ import annotations

from typing import ClassVar, Literal

from .applications import NO_TOP, Application, Variant, Variants
from .scaling import Scaling


class VGG16(Application):
    """VGG16: thirteen plain convolutions; slow, good at texture and style."""

    use: Literal["vgg16"] = "vgg16"

    variants: ClassVar[Variants] = {"": Variant(14_714_688, 512, 30.7, 58.9)}
    scaling: ClassVar[Scaling] = "imagenet-bgr"
    origin: ClassVar[str] = f"vgg16/vgg16_{NO_TOP}"


class VGG19(Application):
    """VGG19: sixteen plain convolutions; slow, good at texture and style."""

    use: Literal["vgg19"] = "vgg19"

    variants: ClassVar[Variants] = {"": Variant(20_024_384, 512, 39.0, 80.2)}
    scaling: ClassVar[Scaling] = "imagenet-bgr"
    origin: ClassVar[str] = f"vgg19/vgg19_{NO_TOP}"
