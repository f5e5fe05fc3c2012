"""Inception, and Inception with shortcuts."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from .applications import NO_TOP, Application, Variant, Variants
from .scaling import Scaling
from .square import sides


class InceptionV3(Application):
    """InceptionV3: convolutions of several sizes side by side."""

    use: Literal["inception-v3"] = "inception-v3"
    size: Annotated[int, *sides(75)] = 299

    variants: ClassVar[Variants] = {"": Variant(21_802_784, 2048, 11.4, 87.9)}
    scaling: ClassVar[Scaling] = "-1..1"
    origin: ClassVar[str] = f"inception_v3/inception_v3_{NO_TOP}"


class InceptionResNetV2(Application):
    """InceptionResNetV2: Inception with shortcuts; large."""

    use: Literal["inception-resnet-v2"] = "inception-resnet-v2"
    size: Annotated[int, *sides(75)] = 299

    variants: ClassVar[Variants] = {"": Variant(54_336_736, 1536, 26.3, 219.0)}
    scaling: ClassVar[Scaling] = "-1..1"
    origin: ClassVar[str] = f"inception_resnet_v2/inception_resnet_v2_{NO_TOP}"
