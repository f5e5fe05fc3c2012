"""Xception."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from .applications import NO_TOP, Application, Variant, Variants
from .scaling import Scaling
from .square import sides


class Xception(Application):
    """Xception: Inception made of depthwise convolutions."""

    use: Literal["xception"] = "xception"
    size: Annotated[int, *sides(71)] = 299

    variants: ClassVar[Variants] = {"": Variant(20_861_480, 2048, 16.7, 83.8)}
    scaling: ClassVar[Scaling] = "-1..1"
    origin: ClassVar[str] = f"xception/xception_{NO_TOP}"
