"""Backbones and heads that are networks: they give layers, a trainer composes, converts and checks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from .components import State, verb_missing
from .inference import GRAPH, GraphEncoder, GraphHead
from .kinds import Backbone, Head
from .targets import Target

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Output:
    """One output of a neural head, before its activation.

    logits      symbolic tensor (N, C)
    activation  "softmax" | "sigmoid" | "linear": what turns logits into probabilities or a value; that of a
                number is in standard deviations from its mean on train, and brought to its unit behind
    loss        the trainer's name of the loss on logits and truth, or a function of (truth, logits) -> (N,);
                of several labels it is the mean over them, as those that are unknown are left out one by one
    weight      of this loss beside the others
    """

    logits: Any
    activation: str
    loss: Any
    weight: float = 1.0


@dataclass(frozen=True)
class Network:
    """What a bundle computes, as networks of the library that trained it; gradients go all the way back.

    scaled         pixels 0..255 (N, H, W, 3) to what the backbone takes
    backbone       the family's own layers, features or a map out
    logits         features to {target: (N, C)} before the activation
    probabilities  features to {target: (N, C)}, as the bundle's heads say it, not calibrated; both are None
                   where every target is missing
    missing        {target: why it is not among them}
    """

    scaled: Any
    backbone: Any
    logits: Any
    probabilities: Any
    missing: Mapping[str, str] = field(default_factory=dict)


class NeuralBackbone(Backbone):
    """A backbone that is a network. `trainer` names the trainer that understands it."""

    trainer: ClassVar[str]

    def network(self) -> Any:
        """The network: the family's own layers in order, as `scaled` gives it in, features or a map out."""
        raise verb_missing(self, "network")

    def centred(self, x: Any) -> Any:
        """Symbolic pixels 0..255 (N, H, W, 3) as they go into `scaled`; by default as they are."""
        return x

    def scaled(self, x: Any) -> Any:
        """Symbolic pixels 0..255 (N, H, W, 3) brought to what the network was trained on."""
        raise verb_missing(self, "scaled")

    def pixels(self, image: np.ndarray) -> np.ndarray:
        """An upright picture uint8 (h, w, 3) resized for the network: float32 (H, W, 3), 0..255."""
        raise verb_missing(self, "pixels")

    @property
    def pretrained(self) -> bool:
        """Whether the network comes with weights, so that it is of use before any training."""
        return False

    def restore(self, state: State) -> Any:
        """The network at work as a graph."""
        return GraphEncoder.of(self, state)


class NeuralHead(Head):
    """A head that is layers on top of features. `trainer` names the trainer that understands it."""

    trainer: ClassVar[str]

    def layers(self, inputs: Mapping[str, Any], targets: Mapping[str, Target]) -> dict[str, Output]:
        """From symbolic inputs by name ("features", "head:NAME") to an Output for each target."""
        raise verb_missing(self, "layers")

    def restore(self, state: State) -> Any:
        """The layers at work as a graph."""
        return GraphHead.of(state)


__all__ = ["GRAPH", "Network", "NeuralBackbone", "NeuralHead", "Output"]
