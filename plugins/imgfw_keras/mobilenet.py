"""MobileNet."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .applications import Variant, Variants, Widths, one_of
from .scaling import Scaling
from .weights import ADDRESS, KerasWeights

_SIZES = (128, 160, 192, 224)


class MobileNet(Widths):
    """MobileNet: small and fast, four widths."""

    use: Literal["mobilenet"] = "mobilenet"
    alpha: Annotated[float, *one_of(0.25, 0.5, 0.75, 1.0), Field(description="Width of its layers.")] = 1.0

    variants: ClassVar[Variants] = {
        "alpha 0.25": Variant(218_544, 256, 0.0815, 1.1),
        "alpha 0.5": Variant(829_536, 512, 0.298, 3.5),
        "alpha 0.75": Variant(1_832_976, 768, 0.649, 7.5),
        "alpha 1.0": Variant(3_228_864, 1024, 1.14, 13.1),
    }
    scaling: ClassVar[Scaling] = "-1..1"

    def weights_file(self) -> KerasWeights:
        """The file for this width and size; one made at 224 where there is none."""
        width = {0.25: "2_5", 0.5: "5_0", 0.75: "7_5", 1.0: "1_0"}[self.alpha]
        size = self.size if self.size in _SIZES else 224
        origin = f"{ADDRESS}/mobilenet/mobilenet_{width}_{size}_tf_no_top.h5"
        return KerasWeights(origin, self.variant.megabytes)
