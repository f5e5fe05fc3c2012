"""ResNet, and ResNet V2, whose blocks normalise before they convolve."""

from __future__ import annotations

from typing import ClassVar, Literal

from .applications import NO_TOP, Application, Variant, Variants
from .scaling import Scaling


class ResNet50(Application):
    """ResNet50: 50 layers with shortcuts; what others are measured against."""

    use: Literal["resnet50"] = "resnet50"

    variants: ClassVar[Variants] = {"": Variant(23_587_712, 2048, 7.71, 94.8)}
    scaling: ClassVar[Scaling] = "imagenet-bgr"
    origin: ClassVar[str] = f"resnet/resnet50_{NO_TOP}"


class ResNet101(Application):
    """ResNet101: 101 layers with shortcuts."""

    use: Literal["resnet101"] = "resnet101"

    variants: ClassVar[Variants] = {"": Variant(42_658_176, 2048, 15.1, 171.5)}
    scaling: ClassVar[Scaling] = "imagenet-bgr"
    origin: ClassVar[str] = f"resnet/resnet101_{NO_TOP}"


class ResNet152(Application):
    """ResNet152: 152 layers with shortcuts."""

    use: Literal["resnet152"] = "resnet152"

    variants: ClassVar[Variants] = {"": Variant(58_370_944, 2048, 22.6, 234.7)}
    scaling: ClassVar[Scaling] = "imagenet-bgr"
    origin: ClassVar[str] = f"resnet/resnet152_{NO_TOP}"


class ResNet50V2(Application):
    """ResNet50V2: 50 layers with shortcuts, normalised before each convolution."""

    use: Literal["resnet50-v2"] = "resnet50-v2"

    variants: ClassVar[Variants] = {"": Variant(23_564_800, 2048, 6.96, 94.7)}
    scaling: ClassVar[Scaling] = "-1..1"
    origin: ClassVar[str] = f"resnet/resnet50v2_{NO_TOP}"


class ResNet101V2(Application):
    """ResNet101V2: 101 layers with shortcuts, normalised before each convolution."""

    use: Literal["resnet101-v2"] = "resnet101-v2"

    variants: ClassVar[Variants] = {"": Variant(42_626_560, 2048, 14.4, 171.3)}
    scaling: ClassVar[Scaling] = "-1..1"
    origin: ClassVar[str] = f"resnet/resnet101v2_{NO_TOP}"


class ResNet152V2(Application):
    """ResNet152V2: 152 layers with shortcuts, normalised before each convolution."""

    use: Literal["resnet152-v2"] = "resnet152-v2"

    variants: ClassVar[Variants] = {"": Variant(58_331_648, 2048, 21.8, 234.6)}
    scaling: ClassVar[Scaling] = "-1..1"
    origin: ClassVar[str] = f"resnet/resnet152v2_{NO_TOP}"
