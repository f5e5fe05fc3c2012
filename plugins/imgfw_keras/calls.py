"""Several batches learned from in one call: what Python does around a small step takes longer than it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .compose import alone
from .finite import all_finite
from .library import on_tensorflow

if TYPE_CHECKING:
    import numpy as np

MOST = 16
"""How many batches a call takes at most."""
BYTES = 2**24
"""And how much they hold together; a larger batch is alone."""


class Batch(NamedTuple):
    """What is learned from in one step.

    rows     int (N,)
    inputs   a value of each input, float32 (N, ...)
    truth    {output: N truths}
    weights  {output: float32 (N,) or (N, C)}
    """

    rows: np.ndarray
    inputs: list[np.ndarray]
    truth: Mapping[str, np.ndarray]
    weights: Mapping[str, np.ndarray]


Call = Callable[[list[Batch]], tuple["np.ndarray", "np.ndarray"]]
"""Learns from K batches of one size, one after the other: the loss before each, float (K,), and whether all
weights were finite after each, bool (K,)."""


def together(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    """The batches, in order, in lists that one call may take: of one size, not too many, not too large."""
    group: list[Batch] = []
    for batch in batches:
        size = sum(given.nbytes for given in batch.inputs)
        if group and len(batch.rows) != len(group[0].rows):
            yield group
            group = []
        group.append(batch)
        if len(group) == MOST or (len(group) + 1) * size > BYTES:
            yield group
            group = []
    if group:
        yield group


def call_of(network: Any) -> Call:
    """What teaches this compiled network, with the layers that are to be trained now."""
    network.optimizer.build(network.trainable_variables)
    return _in_graph(network) if on_tensorflow() else _one_by_one(network)


def _in_graph(network: Any) -> Call:
    """All batches of a call in one graph of TensorFlow, made when the first comes."""
    import tensorflow as tf

    def step(inputs: Any, truth: Any, weights: Any) -> tuple[Any, Any]:
        variables = network.trainable_variables
        with tf.GradientTape() as tape:
            outputs = network(inputs, training=True)
            loss = network.compute_loss(
                x=inputs, y=truth, y_pred=outputs, sample_weight=weights, training=True
            )
            scaled = network.optimizer.scale_loss(loss)
        network.optimizer.apply(tape.gradient(scaled, variables), variables)
        return loss, all_finite(network.weights)

    def steps(given: Any) -> Any:
        return tf.map_fn(lambda each: step(*each), given, fn_output_signature=(tf.float32, tf.bool))

    made: list[Any] = []

    def call(batches: list[Batch]) -> tuple[np.ndarray, np.ndarray]:
        given = _stacked(batches)
        if not made:
            open_ended = tf.nest.map_structure(
                lambda array: tf.TensorSpec((None, None, *array.shape[2:]), array.dtype), given
            )
            made.append(tf.function(steps, input_signature=[open_ended], autograph=False))
        losses, finite = made[0](given)
        return losses.numpy(), finite.numpy()

    return call


def _stacked(batches: list[Batch]) -> tuple[Any, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Inputs, truth and weights with the number of batches before their shapes."""
    import numpy as np

    first = batches[0]
    inputs = [np.stack([batch.inputs[place] for batch in batches]) for place in range(len(first.inputs))]
    truth = {name: np.stack([batch.truth[name] for batch in batches]) for name in first.truth}
    weights = {name: np.stack([batch.weights[name] for batch in batches]) for name in first.weights}
    return alone(inputs), truth, weights


def _one_by_one(network: Any) -> Call:
    """One batch after the other, by whatever backend Keras has."""
    import numpy as np

    def call(batches: list[Batch]) -> tuple[np.ndarray, np.ndarray]:
        told = [_learned(network, batch) for batch in batches]
        return np.array([loss for loss, _ in told]), np.array([finite for _, finite in told])

    return call


def _learned(network: Any, batch: Batch) -> tuple[float, bool]:
    network.reset_metrics()
    logs = network.train_on_batch(
        alone(batch.inputs), dict(batch.truth), sample_weight=dict(batch.weights), return_dict=True
    )
    return float(logs["loss"]), bool(all_finite(network.weights))
