"""EfficientNetV2: EfficientNet that trains faster."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from .applications import Application, Variant, Variants
from .scaling import Scaling
from .square import sides


class EfficientNetV2B0(Application):
    """EfficientNetV2B0: EfficientNet that trains faster, at 224 pixels."""

    use: Literal["efficientnet-v2-b0"] = "efficientnet-v2-b0"

    variants: ClassVar[Variants] = {"": Variant(5_919_312, 1280, 1.43, 24.3)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "efficientnet_v2/efficientnetv2-b0_notop.h5"


class EfficientNetV2B1(Application):
    """EfficientNetV2B1: EfficientNet that trains faster, at 240 pixels."""

    use: Literal["efficientnet-v2-b1"] = "efficientnet-v2-b1"
    size: Annotated[int, *sides()] = 240

    variants: ClassVar[Variants] = {"": Variant(6_931_124, 1280, 2.39, 28.5)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "efficientnet_v2/efficientnetv2-b1_notop.h5"


class EfficientNetV2B2(Application):
    """EfficientNetV2B2: EfficientNet that trains faster, at 260 pixels."""

    use: Literal["efficientnet-v2-b2"] = "efficientnet-v2-b2"
    size: Annotated[int, *sides()] = 260

    variants: ClassVar[Variants] = {"": Variant(8_769_374, 1408, 3.39, 35.9)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "efficientnet_v2/efficientnetv2-b2_notop.h5"


class EfficientNetV2B3(Application):
    """EfficientNetV2B3: EfficientNet that trains faster, at 300 pixels."""

    use: Literal["efficientnet-v2-b3"] = "efficientnet-v2-b3"
    size: Annotated[int, *sides()] = 300

    variants: ClassVar[Variants] = {"": Variant(12_930_622, 1536, 6.02, 52.6)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "efficientnet_v2/efficientnetv2-b3_notop.h5"


class EfficientNetV2S(Application):
    """EfficientNetV2S: small of the large EfficientNets, at 384 pixels."""

    use: Literal["efficientnet-v2-s"] = "efficientnet-v2-s"
    size: Annotated[int, *sides()] = 384

    variants: ClassVar[Variants] = {"": Variant(20_331_360, 1280, 16.7, 82.4)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "efficientnet_v2/efficientnetv2-s_notop.h5"


class EfficientNetV2M(Application):
    """EfficientNetV2M: large, at 480 pixels."""

    use: Literal["efficientnet-v2-m"] = "efficientnet-v2-m"
    size: Annotated[int, *sides()] = 480

    variants: ClassVar[Variants] = {"": Variant(53_150_388, 1280, 49.2, 214.2)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "efficientnet_v2/efficientnetv2-m_notop.h5"


class EfficientNetV2L(Application):
    """EfficientNetV2L: very large, at 480 pixels."""

    use: Literal["efficientnet-v2-l"] = "efficientnet-v2-l"
    size: Annotated[int, *sides()] = 480

    variants: ClassVar[Variants] = {"": Variant(117_746_848, 1280, 112, 473.2)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "efficientnet_v2/efficientnetv2-l_notop.h5"
