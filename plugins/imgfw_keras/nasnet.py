"""NASNet: cells found by search."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from imgfw import ComponentError

from .applications import Application, Variant, Variants
from .library import backend, keras
from .scaling import Scaling
from .square import sides
from .weights import ADDRESS, KerasWeights


class NASNetMobile(Application):
    """NASNetMobile: cells found by search; small, but slow for its size."""

    use: Literal["nasnet-mobile"] = "nasnet-mobile"

    variants: ClassVar[Variants] = {"": Variant(4_269_716, 1056, 1.13, 20.0)}
    scaling: ClassVar[Scaling] = "-1..1"

    def build(self) -> Any:
        """The network with random weights. Raises ComponentError with PyTorch, where Keras has none."""
        keras()
        if backend() == "torch":
            raise ComponentError(
                "backbone/nasnet-mobile: Keras does not build it with KERAS_BACKEND=torch; take another "
                "backbone, or tensorflow or jax"
            )
        return super().build()

    def weights_file(self) -> KerasWeights:
        """The file that keras.applications takes, and renames."""
        origin = f"{ADDRESS}/nasnet/NASNet-mobile-no-top.h5"
        return KerasWeights(origin, self.variant.megabytes, "nasnet_mobile_no_top.h5")


class NASNetLarge(Application):
    """NASNetLarge: cells found by search; very large."""

    use: Literal["nasnet-large"] = "nasnet-large"
    size: Annotated[int, *sides()] = 331

    variants: ClassVar[Variants] = {"": Variant(84_916_818, 4032, 47.6, 343.6)}
    scaling: ClassVar[Scaling] = "-1..1"

    def weights_file(self) -> KerasWeights:
        """The file that keras.applications takes, and renames."""
        origin = f"{ADDRESS}/nasnet/NASNet-large-no-top.h5"
        return KerasWeights(origin, self.variant.megabytes, "nasnet_large_no_top.h5")
