"""MobileNetV2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from .applications import Application, Variant, facts_of, one_of
from .library import keras
from .weights import KerasWeights

_VARIANTS = {
    "alpha 0.35": Variant(410_208, 1280, 2.0),
    "alpha 0.5": Variant(706_224, 1280, 3.2),
    "alpha 0.75": Variant(1_382_064, 1280, 5.9),
    "alpha 1.0": Variant(2_257_984, 1280, 9.4),
    "alpha 1.3": Variant(3_766_048, 1664, 15.4),
    "alpha 1.4": Variant(4_363_712, 1792, 17.8),
}
_ALPHAS = (0.35, 0.5, 0.75, 1.0, 1.3, 1.4)
_SIZES = (96, 128, 160, 192, 224)


class MobileNetV2(Application):
    """MobileNetV2: small, fast, good features; six widths."""

    use: Literal["mobilenet-v2"] = "mobilenet-v2"
    alpha: Annotated[float, *one_of(*_ALPHAS), Field(description="Width of its layers.")] = 1.0

    variants: ClassVar[Mapping[str, Variant]] = _VARIANTS
    facts: ClassVar[Mapping[str, str | int | float]] = facts_of(_VARIANTS)

    def build(self) -> Any:
        """The network with random weights, by keras.applications."""
        shape = (self.size, self.size, 3)
        return keras().applications.MobileNetV2(
            input_shape=shape, alpha=self.alpha, include_top=False, weights=None, pooling=self.pooling
        )

    def weights_file(self) -> KerasWeights:
        """The file for this width and size; one made at 224 where there is none."""
        size = self.size if self.size in _SIZES else 224
        name = f"mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{self.alpha}_{size}_no_top.h5"
        return KerasWeights("mobilenet_v2", name, _VARIANTS[f"alpha {self.alpha}"].megabytes)

    def scaled(self, x: Any) -> Any:
        """Pixels 0..255 to -1..1."""
        return x / 127.5 - 1.0
