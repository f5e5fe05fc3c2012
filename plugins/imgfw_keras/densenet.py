"""DenseNet: every layer sees all before it; few parameters."""

from __future__ import annotations

from typing import ClassVar, Literal

from .applications import NO_TOP, Application, Variant, Variants
from .scaling import Scaling


class DenseNet121(Application):
    """DenseNet121: 121 layers, each sees all before it; few parameters."""

    use: Literal["densenet121"] = "densenet121"

    variants: ClassVar[Variants] = {"": Variant(7_037_504, 1024, 5.67, 29.1)}
    scaling: ClassVar[Scaling] = "imagenet"
    origin: ClassVar[str] = f"densenet/densenet121_{NO_TOP}"


class DenseNet169(Application):
    """DenseNet169: 169 layers, each sees all before it; few parameters."""

    use: Literal["densenet169"] = "densenet169"

    variants: ClassVar[Variants] = {"": Variant(12_642_880, 1664, 6.72, 51.9)}
    scaling: ClassVar[Scaling] = "imagenet"
    origin: ClassVar[str] = f"densenet/densenet169_{NO_TOP}"


class DenseNet201(Application):
    """DenseNet201: 201 layers, each sees all before it; few parameters."""

    use: Literal["densenet201"] = "densenet201"

    variants: ClassVar[Variants] = {"": Variant(18_321_984, 1920, 8.58, 74.9)}
    scaling: ClassVar[Scaling] = "imagenet"
    origin: ClassVar[str] = f"densenet/densenet201_{NO_TOP}"
