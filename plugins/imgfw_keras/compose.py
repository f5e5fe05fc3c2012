"""Networks put together: pixels scaled, through the backbone, into the heads; for training and for graphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from imgfw import ComponentError, NeuralBackbone, NeuralHead, Output, Target

from .library import keras
from .losses import named
from .standard import Scale

Shape = tuple[int, ...]


@dataclass(frozen=True)
class HeadNetwork:
    """A head as a network of its own.

    network  one symbolic input for each of `inputs`, {target: logits} out
    outputs  {target: Output}
    targets  those it serves, in order
    scales   {target: Scale} of those whose logits are standardised
    """

    inputs: tuple[str, ...]
    network: Any
    outputs: Mapping[str, Output]
    targets: Mapping[str, Target]
    scales: Mapping[str, Scale] = field(default_factory=dict)

    def probabilities(self, logits: Mapping[str, Any]) -> dict[str, Any]:
        """Logits with their activation, numbers in their own unit; float32, whatever they are trained in."""
        found = {
            name: keras().layers.Activation(self.outputs[name].activation, dtype="float32")(logits[name])
            for name in self.targets
        }
        return {n: self.scales[n].restored(x) if n in self.scales else x for n, x in found.items()}


@dataclass(frozen=True)
class Composed:
    """Everything that is trained together.

    names       of the inputs: "pixels", or those of the heads
    logits      {target: symbolic logits}
    training    inputs to {target: logits}, and to whatever else is compared; all that learns is in it
    predicting  inputs to {target: probabilities}; shares the layers
    backbone    the backbone's own network, None where its features are kept
    encoding    pixels to features, scaling included, None where features are kept
    heads       {name: HeadNetwork}
    matched     symbolic features (N, D) as they are compared with a teacher's, None without one
    """

    names: tuple[str, ...]
    logits: Mapping[str, Any]
    training: Any
    predicting: Any
    backbone: Any | None
    encoding: Any | None
    heads: Mapping[str, HeadNetwork]
    matched: Any | None = None

    @property
    def outputs(self) -> dict[str, Output]:
        """{target: Output} of all heads."""
        return {name: output for head in self.heads.values() for name, output in head.outputs.items()}

    @property
    def targets(self) -> dict[str, Target]:
        """{target: Target} of all heads."""
        return {name: target for head in self.heads.values() for name, target in head.targets.items()}

    @property
    def scales(self) -> dict[str, Scale]:
        """{target: Scale} of all heads."""
        return {name: scale for head in self.heads.values() for name, scale in head.scales.items()}

    def losses(self) -> tuple[dict[str, Any], dict[str, float]]:
        """The loss of each target, and its weight."""
        outputs = self.outputs
        return {n: named(o.loss) for n, o in outputs.items()}, {n: o.weight for n, o in outputs.items()}


def on_features(
    heads: Mapping[str, NeuralHead],
    targets: Mapping[str, Target],
    shapes: Mapping[str, Shape],
    scales: Mapping[str, Scale] | None = None,
) -> Composed:
    """Heads on inputs of these shapes, by name."""
    names = tuple(dict.fromkeys(name for head in heads.values() for name in head.inputs))
    given = {name: keras().Input(shapes[name]) for name in names}
    composed = {name: head_network(head, targets, shapes, scales) for name, head in heads.items()}
    return joined(names, list(given.values()), given, composed, backbone=None, encoding=None)


def on_pixels(
    backbone: NeuralBackbone,
    network: Any,
    heads: Mapping[str, NeuralHead],
    targets: Mapping[str, Target],
    scales: Mapping[str, Scale] | None = None,
) -> Composed:
    """Heads on a backbone's network."""
    encoding = encoding_of(backbone, network)
    shapes = {"features": tuple(network.output_shape[1:])}
    composed = {name: head_network(head, targets, shapes, scales) for name, head in heads.items()}
    given = {"features": encoding.output}
    return joined(("pixels",), encoding.inputs, given, composed, backbone=network, encoding=encoding)


def encoding_of(backbone: NeuralBackbone, network: Any) -> Any:
    """Pixels 0..255 to features: the backbone's scaling and its network."""
    if len(network.inputs) != 1 or len(network.outputs) != 1:
        raise ComponentError(f"backbone/{backbone.use}: its network needs one input and one output")
    pixels = keras().Input(tuple(network.input_shape[1:]), dtype="float32")
    return keras().Model(pixels, network(backbone.scaled(backbone.centred(pixels))))


def head_network(
    head: NeuralHead,
    targets: Mapping[str, Target],
    shapes: Mapping[str, Shape],
    scales: Mapping[str, Scale] | None = None,
) -> HeadNetwork:
    """A head on inputs of these shapes. Raises ComponentError where its layers do not serve its targets."""
    served = {name: targets[name] for name in head.targets or ((head.target,) if head.target else targets)}
    given = {name: keras().Input(shapes[name]) for name in head.inputs}
    outputs = head.layers(given, served)
    for name, target in served.items():
        if name not in outputs or tuple(outputs[name].logits.shape[1:]) != (target.width,):
            got = tuple(outputs[name].logits.shape) if name in outputs else "none"
            raise ComponentError(
                f'head/{head.use}: for target "{name}" expected logits (N, {target.width}), got {got}'
            )
    network = keras().Model(alone(list(given.values())), {name: outputs[name].logits for name in served})
    own = {name: scale for name, scale in (scales or {}).items() if name in served}
    return HeadNetwork(tuple(given), network, {name: outputs[name] for name in served}, served, own)


def graph_of(head: HeadNetwork) -> Any:
    """A head as its graph will be: inputs to the probabilities of all targets side by side."""
    given = [keras().Input(tuple(tensor.shape[1:])) for tensor in head.network.inputs]
    found = list(head.probabilities(head.network(alone(given))).values())
    together = keras().layers.Concatenate()(found) if len(found) > 1 else found[0]
    return keras().Model(alone(given), together)


def alone(values: Sequence[Any]) -> Any:
    """Several values as a list, a single one by itself: Keras tells a list of one from the one."""
    return list(values) if len(values) > 1 else values[0]


def freeze(network: Any, until: int | str | None) -> None:
    """Keep the first layers as they are: so many as Keras lists them, or up to the one that is named.

    Raises ComponentError for a name that does not occur, and where nothing is left to train.
    """
    names = [layer.name for layer in network.layers]
    if isinstance(until, str) and until not in (*names, "all"):
        close = get_close_matches(until, names, n=3) or [names[0], "...", names[-1]]
        raise ComponentError(f'freeze = "{until}": the network has no such layer; {", ".join(close)}')
    if until == "all":
        until = len(names)
    count = names.index(until) + 1 if isinstance(until, str) else until or 0
    for layer in network.layers[:count]:
        layer.trainable = False
    if not network.trainable_weights:
        raise ComponentError(
            f'freeze = {until!r} leaves nothing of the {len(names)} layers to train; freeze = "all" trains '
            "the heads on kept features, which is much faster"
        )


def joined(
    names: tuple[str, ...],
    inputs: Sequence[Any],
    given: Mapping[str, Any],
    heads: Mapping[str, HeadNetwork],
    *,
    backbone: Any | None,
    encoding: Any | None,
) -> Composed:
    """Heads on what they are given, by name, from symbolic inputs; they share their layers whoever asks."""
    logits: dict[str, Any] = {}
    probabilities: dict[str, Any] = {}
    for head in heads.values():
        found = head.network(alone([given[name] for name in head.inputs]))
        logits |= found
        probabilities |= head.probabilities(found)
    training, predicting = keras().Model(alone(inputs), logits), keras().Model(alone(inputs), probabilities)
    return Composed(names, logits, training, predicting, backbone, encoding, heads)
