"""How the last map of a network becomes one row of features, or stays a map."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .library import keras

Pooling = Annotated[
    Literal["avg", "max", "flatten", "none"],
    Field(
        description='How the last map becomes one row of features: mean, maximum, or cell after cell; "none" '
        "keeps the map, for heads that take maps."
    ),
]

_LAYERS = {"avg": "GlobalAveragePooling2D", "max": "GlobalMaxPooling2D", "flatten": "Flatten"}


def pooled(x: Any, pooling: str) -> Any:
    """A map (N, h, w, c) as features (N, D); as it is where nothing is pooled."""
    return x if pooling == "none" else getattr(keras().layers, _LAYERS[pooling])()(x)


def gives(pooling: str) -> Literal["vector", "map"]:
    """What comes of it."""
    return "map" if pooling == "none" else "vector"
