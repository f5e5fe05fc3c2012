"""Networks to LiteRT graphs, each compared with Keras before it is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError, FormatError, Graph, silent

from .compose import alone
from .library import keras, on_tensorflow

if TYPE_CHECKING:
    import numpy as np

TOLERANCE = 1e-4


class NotConverted(Exception):
    """A network that has no graph; the text says why. What it computes, Keras has to compute."""


def converted(network: Any, rows: Sequence[np.ndarray]) -> Graph:
    """The graph of a network with one output.

    rows  a few rows of each input, float32 (n, ...); the graph must answer them as Keras does
    Raises NotConverted where conversion fails or the answers differ, ComponentError where Keras itself
    computes no numbers.
    """
    wanted = _answers(network, rows)
    if not on_tensorflow():
        raise NotConverted("only the TensorFlow backend of Keras makes LiteRT graphs")
    try:
        graph = Graph(_exported(network))
        _compare(graph, network, rows, wanted)
    except FormatError as error:  # operations that only TensorFlow has
        raise NotConverted(str(error)) from error
    return graph


def _exported(network: Any) -> bytes:
    """The file. The batch of one in its signature makes it fast; the names keep its inputs in order."""
    spec = keras().InputSpec
    signature = [
        spec(shape=(1, *tensor.shape[1:]), dtype="float32", name=f"input_{place:02}")
        for place, tensor in enumerate(network.inputs)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.tflite"
        try:
            with silent():
                network.export(
                    path,
                    format="litert",
                    verbose=False,
                    input_signature=signature if len(signature) == 1 else [signature],
                )
        except Exception as error:  # the converter raises what its passes raise
            raise NotConverted(f"{type(error).__name__}: {str(error).strip()[:300]}") from error
        return path.read_bytes()


def _answers(network: Any, rows: Sequence[np.ndarray]) -> list[np.ndarray]:
    """What Keras computes, row by row."""
    import numpy as np

    library, found = keras(), []
    # a GPU would compute in lower precision
    with library.device("cpu:0") if on_tensorflow() else nullcontext():
        for row in range(len(rows[0])):
            inputs = [given[row : row + 1] for given in rows]
            found.append(library.ops.convert_to_numpy(network(alone(inputs), training=False)))
    if not all(np.isfinite(each).all() for each in found):
        raise ComponentError(f"{network.name}: what Keras computes is not finite; training has diverged")
    return found


def _compare(graph: Graph, network: Any, rows: Sequence[np.ndarray], wanted: Sequence[np.ndarray]) -> None:
    import numpy as np

    least = 2 * network.count_params()
    if len(graph.content) < least:
        raise NotConverted(
            f"the graph has {len(graph.content):,} bytes, expected at least {least:,}: no weights"
        )
    for row, answer in enumerate(wanted):
        got = graph(*(given[row : row + 1] for given in rows))[0]
        largest = float(np.abs(answer).max())
        apart = float(np.abs(got - answer).max())
        if not apart <= TOLERANCE * max(largest, 1e-6):
            raise NotConverted(
                f"the graph differs from Keras by {apart:.2g}, the largest value is {largest:.2g}"
            )
