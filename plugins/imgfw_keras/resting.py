"""Phases in which the whole backbone stays as it is, before or after others that train it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from imgfw import spooled

from .batches import Batches
from .compose import Composed, joined
from .library import keras

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Rows, TrainingTask

    from .phases import Course


def steady(task: TrainingTask, course: Course) -> bool:
    """Whether every epoch of a phase shows the same pictures, so that a backbone at rest sees each once."""
    return course.mix is None and (task.train.steady or course.taught)


def at_rest(composed: Composed, *, kept: bool) -> Composed:
    """The same heads on a backbone that works as it does when it predicts, without dropout.

    kept  take its features as inputs, instead of pixels
    """
    encoding = composed.encoding
    assert encoding is not None
    given = keras().Input(tuple((encoding.output_shape if kept else encoding.input_shape)[1:]))
    features = given if kept else _resting(encoding)(given)
    name = "features" if kept else "pixels"
    return joined(
        (name,),
        [given],
        {"features": features},
        composed.heads,
        backbone=composed.backbone,
        encoding=encoding,
    )


def _resting(network: Any) -> Any:
    """A network as a layer that never trains: Keras lets a model around it overrule `training=False`."""

    class Resting(keras().layers.Layer):  # type: ignore[misc]
        """Works as it does when it predicts."""

        def call(self, x: Any) -> Any:
            """From what the network takes to what it gives."""
            return network(x, training=False)

    layer = Resting()
    layer.trainable = False
    return layer


def with_features(task: TrainingTask, encoding: Any, size: int) -> TrainingTask:
    """The task with the features of its rows as the network gives them now, float32 on disk.

    size  of the batches in which they are taken
    """

    def given(rows: Rows) -> Rows:
        return rows.given("features", _features(task, rows, encoding, size)) if len(rows) else rows

    return replace(task, train=given(task.train), val=given(task.val))


def _features(task: TrainingTask, rows: Rows, encoding: Any, size: int) -> np.ndarray:
    batches = Batches(rows, ("pixels",), size, task.workers)
    shown = batches.inputs(batches.in_order(), 0)
    parts = (encoding.predict_on_batch(pixels) for _, (pixels,) in shown)
    return spooled(parts, (len(rows), *encoding.output_shape[1:]), task.folder)
