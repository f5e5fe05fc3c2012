"""How pixels 0..255 are brought to what a network was trained on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

Scaling = Literal["0..255", "0..1", "-1..1", "imagenet", "imagenet-bgr"]
"""As they are (networks that scale inside); to 0..1; to -1..1; less ImageNet's mean colour and divided by its
deviation; or in the order blue, green, red, less ImageNet's mean colour."""

_MEAN = (0.485, 0.456, 0.406)
_DEVIATION = (0.229, 0.224, 0.225)
_MEAN_BGR = (103.939, 116.779, 123.68)


def scaled(x: Any, scaling: Scaling) -> Any:
    """Pixels (N, H, W, 3), 0..255, symbolic or not, scaled."""
    return _SCALINGS[scaling](x)


def rooted(x: Any) -> Any:
    """Pixels for a network that divides by the root of ImageNet's deviation and was trained without root.

    Keras' weights of EfficientNet are so; Keras mends it inside the network where it fetches them itself.
    """
    from .library import keras

    mean, root = _colour(255 * value for value in _MEAN), _colour(value**0.5 for value in _DEVIATION)
    return keras().ops.add(mean, (x - mean) / root)  # JAX cannot add what is symbolic to its own arrays


def _standardized(x: Any) -> Any:
    mean, deviation = (_colour(255 * value for value in colour) for colour in (_MEAN, _DEVIATION))
    return (x - mean) / deviation


def _blue_first(x: Any) -> Any:
    from .library import keras

    return keras().ops.flip(x, axis=-1) - _colour(_MEAN_BGR)


_SCALINGS: Mapping[str, Callable[[Any], Any]] = {
    "0..255": lambda x: x,
    "0..1": lambda x: x / 255.0,
    "-1..1": lambda x: x / 127.5 - 1.0,
    "imagenet": _standardized,
    "imagenet-bgr": _blue_first,
}


def _colour(values: Iterable[float]) -> Any:
    from .library import keras

    return keras().ops.convert_to_tensor(tuple(values), dtype="float32")
