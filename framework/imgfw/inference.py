"""Graphs at work: LiteRT files over pictures and features, one row at a time, without TensorFlow.

A row is the same to the bit alone or among others, in any thread and any process of one machine.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from .errors import FormatError
from .quiet import silent

if TYPE_CHECKING:
    import numpy as np

    from .data import Picture

REVISION = 1
"""Raised when the same graph would give other numbers for the same pixels."""

GRAPH = "graph.tflite"
"""The name under which a state keeps its graph."""

SIGNATURE = "signature.json"
"""The name under which a head's state keeps what its graph takes and gives."""

_MAGIC = b"TFL3"


class _Passes:
    """How many forward passes there were; `count` only grows. Threads may add at the same time."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    def add(self) -> None:
        """One more."""
        with self._lock:
            self.count += 1


_PASSES = _Passes()


def forward_passes() -> int:
    """How many forward passes the graphs of this process have done; nothing depends on it."""
    return _PASSES.count


class Graph:
    """A LiteRT file ready to work, from any number of threads: each has an interpreter of its own.

    content  the file. What is no LiteRT file raises FormatError, here or at the first call.
    """

    def __init__(self, content: bytes) -> None:
        if content[4:8] != _MAGIC:
            raise FormatError(f"expected a LiteRT graph, got {len(content)} bytes that begin {content[:8]!r}")
        self.content = content
        self._own = threading.local()

    @cached_property
    def digest(self) -> str:
        """sha256 of the content, hex."""
        return hashlib.sha256(self.content).hexdigest()

    def takes(self) -> list[tuple[int, ...]]:
        """The shapes of its inputs, in order."""
        if not hasattr(self._own, "interpreter"):
            self._begin()
        tensors = {tensor["index"]: tensor for tensor in self._own.interpreter.get_input_details()}
        return [tuple(map(int, tensors[index]["shape"])) for index in self._own.inputs]

    def __call__(self, *inputs: np.ndarray) -> tuple[np.ndarray, ...]:
        """One forward pass: float32 arrays of one row in, float32 arrays of one row out.

        Both are in the order of their names in the file's signature, or of the file where it has none
        (a converter orders tensors as it likes).
        """
        if not hasattr(self._own, "interpreter"):
            self._begin()
        _PASSES.add()
        interpreter = self._own.interpreter
        for index, array in zip(self._own.inputs, inputs, strict=True):
            interpreter.set_tensor(index, array)
        interpreter.invoke()
        return tuple(interpreter.get_tensor(index) for index in self._own.outputs)

    def _begin(self) -> None:
        """Give this thread its interpreter; LiteRT announces itself on file descriptor 2."""
        from ai_edge_litert.interpreter import Interpreter

        try:
            with silent():
                interpreter = Interpreter(model_content=self.content, num_threads=1)
                interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise FormatError(f"a LiteRT graph that cannot be used: {str(error).strip()}") from error
        self._own.inputs, self._own.outputs = _places(interpreter)
        self._own.interpreter = interpreter


class PixelMaker(Protocol):
    """What a GraphEncoder needs of its backbone."""

    def pixels(self, image: np.ndarray) -> np.ndarray:
        """An upright picture uint8 (h, w, 3) resized for the network: float32 (H, W, 3), 0..255."""


@dataclass(frozen=True)
class GraphEncoder:
    """A neural backbone at work.

    backbone  resizes pictures
    graph     pixels (1, H, W, 3), 0..255, to features; scaling is part of it
    kept      what else its state holds, such as the network for the library that trained it
    """

    backbone: PixelMaker
    graph: Graph
    kept: Mapping[str, Any] = field(default_factory=dict)

    def encode(self, picture: Picture) -> np.ndarray:
        """Features of one picture: float32 (D,), or a map (h, w, c)."""
        return self.graph(self.backbone.pixels(picture.image)[None])[0][0]

    def state(self) -> dict[str, Any]:
        """The graph, and what is kept beside it."""
        return {GRAPH: self.graph.content, **self.kept}

    @classmethod
    def of(cls, backbone: PixelMaker, state: Mapping[str, Any]) -> GraphEncoder:
        """The encoder that gave this state."""
        return cls(backbone, Graph(state[GRAPH]), _besides(state, GRAPH))


@dataclass(frozen=True)
class GraphHead:
    """A neural head at work.

    graph    one row of each input in; out come the probabilities of all targets side by side
    inputs   the names of its inputs, in the graph's order
    outputs  (target, width) of what comes out, in order
    kept     what else its state holds
    """

    graph: Graph
    inputs: tuple[str, ...]
    outputs: tuple[tuple[str, int], ...]
    kept: Mapping[str, Any] = field(default_factory=dict)

    def predict(self, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """From inputs of N rows to {target: float32 (N, C)}; the graph sees one row at a time."""
        import numpy as np

        given = [np.asarray(inputs[name], np.float32) for name in self.inputs]
        rows = [self.graph(*(array[row : row + 1] for array in given))[0] for row in range(len(given[0]))]
        width = sum(width for _, width in self.outputs)
        together = np.concatenate(rows) if rows else np.zeros((0, width), np.float32)
        parts = np.split(together, np.cumsum([width for _, width in self.outputs])[:-1], axis=1)
        return {target: part for (target, _), part in zip(self.outputs, parts, strict=True)}

    def state(self) -> dict[str, Any]:
        """The graph, what it takes and gives, and what is kept beside it."""
        signature = {"inputs": self.inputs, "outputs": self.outputs}
        return {GRAPH: self.graph.content, SIGNATURE: json.dumps(signature).encode(), **self.kept}

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> GraphHead:
        """The head that gave this state. Raises FormatError where its signature is damaged."""
        try:
            signature = json.loads(state[SIGNATURE])
            outputs = tuple((str(target), int(width)) for target, width in signature["outputs"])
            inputs = tuple(str(name) for name in signature["inputs"])
        except (ValueError, KeyError, TypeError) as error:
            raise FormatError(f"the signature of a head's graph is damaged: {error}") from error
        return cls(Graph(state[GRAPH]), inputs, outputs, _besides(state, GRAPH, SIGNATURE))


def _places(interpreter: Any) -> tuple[list[int], list[int]]:
    """Tensor numbers of inputs and outputs, sorted by the names of the signature where there is one."""
    names = interpreter.get_signature_list()
    if len(names) != 1:
        details = interpreter.get_input_details(), interpreter.get_output_details()
        return [tensor["index"] for tensor in details[0]], [tensor["index"] for tensor in details[1]]
    runner = interpreter.get_signature_runner(next(iter(names)))
    inputs, outputs = runner.get_input_details(), runner.get_output_details()
    places = [[tensors[name]["index"] for name in sorted(tensors)] for tensors in (inputs, outputs)]
    return places[0], places[1]


def _besides(state: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name not in names}
