"""Units of convolution layers: what they give before and after they are rectified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from imgfw import CallError, nearest

from .network import Lens

_NORMS = ("BatchNormalization", "GroupNormalization", "LayerNormalization", "Rescaling")
_RECTIFIERS = ("ReLU", "Activation", "LeakyReLU", "PReLU", "ELU")


def before(lens: Lens, layer: str) -> str:
    """The layer that gives a convolution's values before they are rectified: itself, or its normalisation."""
    return _after(lens, layer, _NORMS)


def behind(lens: Lens, layer: str) -> str:
    """The layer that gives a convolution's values as the next ones see them: normalised and rectified."""
    return _after(lens, before(lens, layer), _RECTIFIERS)


def layer_of(lens: Lens, asked: str) -> str:
    """A convolution layer by its name, or by "first" and "last". Raises CallError with the nearest."""
    found = lens.convolutions()
    if asked in ("first", "last") and asked not in found:
        return found[0 if asked == "first" else -1]
    if asked not in found:
        raise CallError(
            f'--layer "{asked}": the network has no such convolution layer; {nearest(asked, tuple(found))}'
        )
    return asked


def channels(lens: Lens, layer: str) -> int:
    """How many units a layer has: channels of its map."""
    return int(lens.network.backbone.get_layer(layer).output.shape[-1])


def _after(lens: Lens, layer: str, kinds: tuple[str, ...]) -> str:
    """The last of the layers of these kinds that follow one upon the other, each fed by the one before."""
    fed = _fed(lens, lambda each: type(each).__name__ in kinds)
    output = lens.network.backbone.get_layer(layer).output
    while id(output) in fed:
        following = fed[id(output)]
        layer, output = following.name, following.output
    return layer


def _fed(lens: Lens, wanted: Callable[[Any], bool]) -> dict[int, Any]:
    """{which symbolic tensor: the layer of the wanted kinds that takes it}."""
    return {id(each.input): each for each in lens.network.backbone.layers if wanted(each)}
