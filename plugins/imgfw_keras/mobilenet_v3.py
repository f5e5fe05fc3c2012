"""MobileNetV3, small and large."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .applications import Variant, Variants, Widths, one_of
from .scaling import Scaling
from .weights import ADDRESS, KerasWeights


class MobileNetV3(Widths):
    """A MobileNetV3; it scales its input inside."""

    scaling: ClassVar[Scaling] = "0..255"
    named: ClassVar[str]

    alpha: Annotated[float, *one_of(0.75, 1.0), Field(description="Width of its layers.")] = 1.0

    def weights_file(self) -> KerasWeights:
        """The file for this width, made at 224."""
        name = f"weights_mobilenet_v3_{self.named}_224_{self.alpha}_float_no_top_v2.h5"
        return KerasWeights(f"{ADDRESS}/mobilenet_v3/{name}", self.variant.megabytes)


class MobileNetV3Small(MobileNetV3):
    """MobileNetV3Small: the fastest here; two widths."""

    use: Literal["mobilenet-v3-small"] = "mobilenet-v3-small"

    named: ClassVar[str] = "small"
    variants: ClassVar[Variants] = {
        "alpha 0.75": Variant(583_160, 432, 0.0839, 2.7),
        "alpha 1.0": Variant(939_120, 576, 0.11, 4.1),
    }


class MobileNetV3Large(MobileNetV3):
    """MobileNetV3Large: small and fast; two widths."""

    use: Literal["mobilenet-v3-large"] = "mobilenet-v3-large"

    named: ClassVar[str] = "large"
    variants: ClassVar[Variants] = {
        "alpha 0.75": Variant(1_808_736, 720, 0.305, 7.7),
        "alpha 1.0": Variant(2_996_352, 960, 0.428, 12.4),
    }
