"""A backbone's layers from which content and style are read, at any size of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from imgfw import CallError, nearest

_MAPS = ("Conv2D", "DepthwiseConv2D", "SeparableConv2D")
_STYLES = 4
"""So many sizes of maps tell the style, the largest first; the last map of the third tells the content."""


@dataclass(frozen=True)
class Taps:
    """What a network sees in a picture.

    style    names of the layers whose maps tell the style
    content  names of those that tell the content
    network  pixels (1, H, W, 3), 0..255, to the maps of the style layers, then of the content layers
    """

    style: tuple[str, ...]
    content: tuple[str, ...]
    network: Any

    def maps(self, pixels: Any) -> tuple[list[Any], list[Any]]:
        """The maps of the style layers, and of the content layers; gradients go through."""
        found = self.network(pixels, training=False)
        return found[: len(self.style)], found[len(self.style) :]


def taps(
    component: Any, backbone: Any, shape: tuple[int, int], style: Sequence[str], content: Sequence[str]
) -> Taps:
    """Taps on a backbone whose input becomes pixels of this height and width.

    component  it: brings pixels to what the network takes
    style, content  names of layers; none, and they are chosen by the sizes of the maps
    Raises CallError for layers that there are not, or that give no map.
    """
    import keras

    by_size = _by_size(backbone)
    sizes = sorted(by_size, reverse=True)
    if not sizes:
        raise CallError(
            f"backbone/{component.use} has no convolutions, so no maps that tell content and style"
        )
    styles = tuple(style) or tuple(by_size[size][0] for size in sizes[:_STYLES])
    contents = tuple(content) or (by_size[sizes[: _STYLES - 1][-1]][-1],)
    _check(component, backbone, (*styles, *contents))
    network = _resized(backbone, (*styles, *contents), shape)
    pixels = keras.Input((*shape, 3), dtype="float32")
    maps = network(component.scaled(component.centred(pixels)))
    return Taps(styles, contents, keras.Model(pixels, maps))


def _resized(backbone: Any, names: Sequence[str], shape: tuple[int, int]) -> Any:
    """The backbone up to these layers, for an input of this shape, with its weights."""
    import keras

    upto = keras.Model(backbone.inputs[0], [backbone.get_layer(name).output for name in names])
    made = keras.models.clone_model(upto, input_tensors=keras.Input((*shape, 3), dtype="float32"))
    for layer in made.layers:  # by name: the order of layers need not be the same
        if layer.weights:
            layer.set_weights(upto.get_layer(layer.name).get_weights())
    return made


def _by_size(backbone: Any) -> dict[int, list[str]]:
    """{cells of the map: layers} of what is cut off below 0, in order; convolutions where nothing is."""
    found: dict[int, list[str]] = {}
    for kinds in (_rectified, _convolved):
        for layer in backbone.layers:
            shape: Any = getattr(getattr(layer, "output", None), "shape", ())
            if len(shape) == 4 and None not in shape[1:3] and kinds(layer):
                found.setdefault(shape[1] * shape[2], []).append(layer.name)
        if found:
            return found
    return found


def _rectified(layer: Any) -> bool:
    if type(layer).__name__ in ("ReLU", "Activation", "LeakyReLU"):
        return True
    return _convolved(layer) and getattr(layer.activation, "__name__", "linear") != "linear"


def _convolved(layer: Any) -> bool:
    return type(layer).__name__ in _MAPS


def _check(component: Any, backbone: Any, names: Sequence[str]) -> None:
    layers = {layer.name: layer for layer in backbone.layers}
    for name in names:
        if name not in layers:
            raise CallError(f'backbone/{component.use} has no layer "{name}"; {nearest(name, tuple(layers))}')
        if len(layers[name].output.shape) != 4:
            raise CallError(f'layer "{name}" of backbone/{component.use} gives no map; name a convolution')
