"""What was trained, put to work: as graphs, or by Keras, and said so, where a graph cannot be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from imgfw import GraphEncoder, GraphHead, NeuralBackbone, Trained

from .compose import Composed, HeadNetwork, graph_of
from .convert import NotConverted, converted
from .fitted import KerasEncoder, KerasHead
from .loading import NETWORK, saved

if TYPE_CHECKING:
    import numpy as np

    from imgfw import TrainingTask

_CHECKED = 4


def at_work(task: TrainingTask, composed: Composed, history: tuple[Mapping[str, Any], ...]) -> Trained:
    """What was trained, as graphs."""
    import numpy as np

    some = range(min(_CHECKED, len(task.train)))
    encoder = None
    given: Mapping[str, np.ndarray] = {
        name: np.asarray(values[: len(some)], np.float32) for name, values in task.train.inputs.items()
    }
    if composed.encoding is not None:
        pixels = task.train.pixels(some, 1)
        kept = {NETWORK: saved(composed.backbone)}
        encoder = encoder_at_work(
            task.backbone, composed.backbone, composed.encoding, pixels, task.say, kept=kept
        )
        given = {"features": np.asarray(composed.encoding.predict_on_batch(pixels))}
    heads = {name: _head(name, head, given, task.say) for name, head in composed.heads.items()}
    return Trained(encoder, heads, history)


def encoder_at_work(
    backbone: NeuralBackbone,
    network: Any,
    encoding: Any,
    pixels: np.ndarray,
    say: Callable[[str], None],
    *,
    kept: Mapping[str, bytes],
) -> Any:
    """The Fitted of a backbone.

    network   the backbone's own, and `encoding` the same with scaling before it
    pixels    a few rows on which the graph is compared, float32 (n, H, W, 3)
    kept      what the state holds beside the graph
    """
    try:
        return GraphEncoder(backbone, converted(encoding, [pixels]), kept)
    except NotConverted as reason:
        say(f"backbone/{backbone.use} has no graph: {reason}. Keras runs it, and predicting needs Keras")
        return KerasEncoder(backbone, network)


def _head(name: str, head: HeadNetwork, given: Mapping[str, np.ndarray], say: Callable[[str], None]) -> Any:
    network = graph_of(head)
    outputs = tuple((target.name, target.width) for target in head.targets.values())
    try:
        graph = converted(network, [given[name] for name in head.inputs])
        return GraphHead(graph, head.inputs, outputs, {NETWORK: saved(head.network)})
    except NotConverted as reason:
        say(f'head "{name}" has no graph: {reason}. Keras runs it, and predicting needs Keras')
        return KerasHead(network, head.inputs, outputs)


def patterns(encoding: Any) -> np.ndarray:
    """A few pictures to compare graph and Keras on: noise, coarse noise, and plain grey."""
    import numpy as np

    height, width, channels = encoding.input_shape[1:]
    rng = np.random.default_rng(0)
    fine = rng.uniform(0, 255, (height, width, channels))
    blocks = rng.uniform(0, 255, (-(-height // 16), -(-width // 16), channels))
    coarse = blocks.repeat(16, axis=0).repeat(16, axis=1)[:height, :width]
    return np.stack([fine, coarse, np.full_like(fine, 128)]).astype("float32")
