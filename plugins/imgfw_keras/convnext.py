"""ConvNeXt: convolutions built like a transformer."""

from __future__ import annotations

from typing import ClassVar, Literal

from .applications import Application, Variant, Variants
from .scaling import Scaling


class ConvNeXtTiny(Application):
    """ConvNeXtTiny: convolutions built like a transformer; as costly as ResNet50."""

    use: Literal["convnext-tiny"] = "convnext-tiny"

    variants: ClassVar[Variants] = {"": Variant(27_820_128, 768, 8.91, 111.7)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "convnext/convnext_tiny_notop.h5"


class ConvNeXtSmall(Application):
    """ConvNeXtSmall: convolutions built like a transformer; large."""

    use: Literal["convnext-small"] = "convnext-small"

    variants: ClassVar[Variants] = {"": Variant(49_454_688, 768, 17.4, 198.6)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "convnext/convnext_small_notop.h5"


class ConvNeXtBase(Application):
    """ConvNeXtBase: convolutions built like a transformer; large."""

    use: Literal["convnext-base"] = "convnext-base"

    variants: ClassVar[Variants] = {"": Variant(87_566_464, 1024, 30.7, 350.9)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "convnext/convnext_base_notop.h5"


class ConvNeXtLarge(Application):
    """ConvNeXtLarge: convolutions built like a transformer; very large."""

    use: Literal["convnext-large"] = "convnext-large"

    variants: ClassVar[Variants] = {"": Variant(196_230_336, 1536, 68.7, 785.6)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "convnext/convnext_large_notop.h5"


class ConvNeXtXLarge(Application):
    """ConvNeXtXLarge: convolutions built like a transformer; huge."""

    use: Literal["convnext-xlarge"] = "convnext-xlarge"

    variants: ClassVar[Variants] = {"": Variant(348_147_968, 2048, 122, 1393.3)}
    scaling: ClassVar[Scaling] = "0..255"
    origin: ClassVar[str] = "convnext/convnext_xlarge_notop.h5"
