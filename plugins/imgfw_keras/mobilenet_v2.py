"""MobileNetV2."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .applications import Variant, Variants, Widths, one_of
from .scaling import Scaling
from .weights import ADDRESS, KerasWeights

_SIZES = (96, 128, 160, 192, 224)


class MobileNetV2(Widths):
    """MobileNetV2: small, fast, good features; six widths."""

    use: Literal["mobilenet-v2"] = "mobilenet-v2"
    alpha: Annotated[
        float, *one_of(0.35, 0.5, 0.75, 1.0, 1.3, 1.4), Field(description="Width of its layers.")
    ] = 1.0

    variants: ClassVar[Variants] = {
        "alpha 0.35": Variant(410_208, 1280, 0.116, 2.0),
        "alpha 0.5": Variant(706_224, 1280, 0.192, 3.2),
        "alpha 0.75": Variant(1_382_064, 1280, 0.416, 5.9),
        "alpha 1.0": Variant(2_257_984, 1280, 0.599, 9.4),
        "alpha 1.3": Variant(3_766_048, 1664, 1.02, 15.5),
        "alpha 1.4": Variant(4_363_712, 1792, 1.16, 17.8),
    }
    scaling: ClassVar[Scaling] = "-1..1"

    def weights_file(self) -> KerasWeights:
        """The file for this width and size; one made at 224 where there is none."""
        size = self.size if self.size in _SIZES else 224
        name = f"mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{self.alpha}_{size}_no_top.h5"
        return KerasWeights(f"{ADDRESS}/mobilenet_v2/{name}", self.variant.megabytes)
