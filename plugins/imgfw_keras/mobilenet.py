"""MobileNet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from .applications import Application, Variant, facts_of, one_of
from .library import keras
from .weights import KerasWeights

_VARIANTS = {
    "alpha 0.25": Variant(218_544, 256, 1.1),
    "alpha 0.5": Variant(829_536, 512, 3.5),
    "alpha 0.75": Variant(1_832_976, 768, 7.5),
    "alpha 1.0": Variant(3_228_864, 1024, 13.1),
}
_ALPHAS = (0.25, 0.5, 0.75, 1.0)
_SIZES = (128, 160, 192, 224)


class MobileNet(Application):
    """MobileNet: small and fast, four widths."""

    use: Literal["mobilenet"] = "mobilenet"
    alpha: Annotated[float, *one_of(*_ALPHAS), Field(description="Width of its layers.")] = 1.0

    variants: ClassVar[Mapping[str, Variant]] = _VARIANTS
    facts: ClassVar[Mapping[str, str | int | float]] = facts_of(_VARIANTS)

    def build(self) -> Any:
        """The network with random weights, by keras.applications."""
        shape = (self.size, self.size, 3)
        return keras().applications.MobileNet(
            input_shape=shape, alpha=self.alpha, include_top=False, weights=None, pooling=self.pooling
        )

    def weights_file(self) -> KerasWeights:
        """The file for this width and size; one made at 224 where there is none."""
        width = {0.25: "2_5", 0.5: "5_0", 0.75: "7_5", 1.0: "1_0"}[self.alpha]
        size = self.size if self.size in _SIZES else 224
        megabytes = _VARIANTS[f"alpha {self.alpha}"].megabytes
        return KerasWeights("mobilenet", f"mobilenet_{width}_{size}_tf_no_top.h5", megabytes)

    def scaled(self, x: Any) -> Any:
        """Pixels 0..255 to -1..1."""
        return x / 127.5 - 1.0
