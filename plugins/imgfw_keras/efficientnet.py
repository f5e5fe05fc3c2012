"""EfficientNet: width, depth and size grown together."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from .applications import Application, Variant, Variants
from .scaling import Scaling, rooted
from .square import sides
from .weights import KerasWeights

_ADDRESS = "https://storage.googleapis.com/keras-applications"


class EfficientNet(Application):
    """An EfficientNet; it scales its input inside, but for a root that Keras' own weights need."""

    scaling: ClassVar[Scaling] = "0..255"

    def scaled(self, x: Any) -> Any:
        """Pixels 0..255 so that the network divides by ImageNet's deviation."""
        return rooted(x)

    def weights_file(self) -> KerasWeights:
        """The file that keras.applications takes; it lies apart from those of other families."""
        name = f"{type(self).__name__.lower()}_notop.h5"
        return KerasWeights(f"{_ADDRESS}/{name}", self.variant.megabytes)


class EfficientNetB0(EfficientNet):
    """EfficientNetB0: much accuracy for its arithmetic, at 224 pixels."""

    use: Literal["efficientnet-b0"] = "efficientnet-b0"

    variants: ClassVar[Variants] = {"": Variant(4_049_571, 1280, 0.769, 16.7)}


class EfficientNetB1(EfficientNet):
    """EfficientNetB1: much accuracy for its arithmetic, at 240 pixels."""

    use: Literal["efficientnet-b1"] = "efficientnet-b1"
    size: Annotated[int, *sides()] = 240

    variants: ClassVar[Variants] = {"": Variant(6_575_239, 1280, 1.37, 27.0)}


class EfficientNetB2(EfficientNet):
    """EfficientNetB2: much accuracy for its arithmetic, at 260 pixels."""

    use: Literal["efficientnet-b2"] = "efficientnet-b2"
    size: Annotated[int, *sides()] = 260

    variants: ClassVar[Variants] = {"": Variant(7_768_569, 1408, 1.98, 31.8)}


class EfficientNetB3(EfficientNet):
    """EfficientNetB3: much accuracy for its arithmetic, at 300 pixels."""

    use: Literal["efficientnet-b3"] = "efficientnet-b3"
    size: Annotated[int, *sides()] = 300

    variants: ClassVar[Variants] = {"": Variant(10_783_535, 1536, 3.65, 44.0)}


class EfficientNetB4(EfficientNet):
    """EfficientNetB4: much accuracy for its arithmetic, at 380 pixels."""

    use: Literal["efficientnet-b4"] = "efficientnet-b4"
    size: Annotated[int, *sides()] = 380

    variants: ClassVar[Variants] = {"": Variant(17_673_823, 1792, 8.78, 71.7)}


class EfficientNetB5(EfficientNet):
    """EfficientNetB5: much accuracy for its arithmetic, at 456 pixels."""

    use: Literal["efficientnet-b5"] = "efficientnet-b5"
    size: Annotated[int, *sides()] = 456

    variants: ClassVar[Variants] = {"": Variant(28_513_527, 2048, 20.5, 115.3)}


class EfficientNetB6(EfficientNet):
    """EfficientNetB6: much accuracy for its arithmetic, at 528 pixels."""

    use: Literal["efficientnet-b6"] = "efficientnet-b6"
    size: Annotated[int, *sides()] = 528

    variants: ClassVar[Variants] = {"": Variant(40_960_143, 2304, 38.1, 165.3)}


class EfficientNetB7(EfficientNet):
    """EfficientNetB7: much accuracy for its arithmetic, at 600 pixels."""

    use: Literal["efficientnet-b7"] = "efficientnet-b7"
    size: Annotated[int, *sides()] = 600

    variants: ClassVar[Variants] = {"": Variant(64_097_687, 2560, 75.5, 258.1)}
