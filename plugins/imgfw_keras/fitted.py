"""Networks at work by Keras itself, where no graph could be made of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imgfw import NeuralBackbone

from .compose import alone, encoding_of
from .library import keras
from .loading import NETWORK, saved

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Picture

SIGNATURE = "signature.json"


@dataclass(frozen=True)
class KerasEncoder:
    """A neural backbone at work by Keras; slow, one picture at a time."""

    backbone: NeuralBackbone
    network: Any

    @cached_property
    def encoding(self) -> Any:
        """Pixels to features, scaling included."""
        return encoding_of(self.backbone, self.network)

    def encode(self, picture: Picture) -> np.ndarray:
        """Features of one picture: float32 (D,), or a map (h, w, c)."""
        pixels = self.backbone.pixels(picture.image)[None]
        return keras().ops.convert_to_numpy(self.encoding(pixels, training=False))[0]

    def state(self) -> dict[str, Any]:
        """The network as Keras saves it."""
        return {NETWORK: saved(self.network)}


@dataclass(frozen=True)
class KerasHead:
    """A neural head at work by Keras.

    network  inputs in this order to the probabilities of all targets side by side
    outputs  (target, width) of what comes out, in order
    """

    network: Any
    inputs: tuple[str, ...]
    outputs: tuple[tuple[str, int], ...]

    def predict(self, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """From inputs of N rows to {target: float32 (N, C)}, one row at a time."""
        import numpy as np

        given = [np.asarray(inputs[name], np.float32) for name in self.inputs]
        rows = [self._row([array[row : row + 1] for array in given]) for row in range(len(given[0]))]
        width = sum(width for _, width in self.outputs)
        together = np.concatenate(rows) if rows else np.zeros((0, width), np.float32)
        parts = np.split(together, np.cumsum([width for _, width in self.outputs])[:-1], axis=1)
        return {target: part for (target, _), part in zip(self.outputs, parts, strict=True)}

    def _row(self, inputs: list[np.ndarray]) -> np.ndarray:
        answer = self.network(alone(inputs), training=False)
        return keras().ops.convert_to_numpy(answer)

    def state(self) -> dict[str, Any]:
        """The network as Keras saves it, and what it takes and gives."""
        signature = {"inputs": self.inputs, "outputs": self.outputs}
        return {NETWORK: saved(self.network), SIGNATURE: json.dumps(signature).encode()}

    @classmethod
    def of(cls, network: Any, signature: bytes) -> KerasHead:
        """From a network and the signature of a state."""
        plain = json.loads(signature)
        outputs = tuple((target, width) for target, width in plain["outputs"])
        return cls(network, tuple(plain["inputs"]), outputs)
