"""What a phase learns from, as outputs, losses and truths: labels, and what a teacher says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError

from .batches import wanted
from .compose import Composed, alone
from .library import keras, on_tensorflow
from .losses import by_label, cosine_distance, softened, softened_truth

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Rows

    from .phases import Course, KerasTeacher

FEATURES = "teacher"
"""The input that holds the teacher's features; "teacher:TARGET" are its predictions."""
MIXED = "mixed"
_SOFT = "teacher:"


@dataclass(frozen=True)
class Lesson:
    """A phase as Keras trains it.

    network  compiled; inputs to one output for each objective
    called   {output: what people call it}
    truth    {output: N truths}; outputs that begin with MIXED take those of the partners in mixing
    weights  {output: float32 (N,), or (N, C) where a row knows some of its labels and not others}
    """

    network: Any
    called: Mapping[str, str]
    truth: Mapping[str, np.ndarray]
    weights: Mapping[str, np.ndarray]


def with_match(composed: Composed, rows: Rows, teacher: KerasTeacher) -> Composed:
    """The network with one more output: its features as they are compared with the teacher's.

    Raises ComponentError where their widths differ and no projection is named.
    """
    assert composed.encoding is not None
    features, theirs = composed.encoding.output, rows.inputs[FEATURES].shape[1:]
    own = tuple(features.shape[1:])
    if len(own) != 1 or len(theirs) != 1:
        raise ComponentError(
            f"trainer/keras: expected features (N, D) to compare with a teacher's, got {own} and its {theirs}"
        )
    if own != theirs and teacher.projection is None:
        raise ComponentError(
            f"trainer/keras: expected features as wide as the teacher's {theirs[0]:,}, got {own[0]:,}; name "
            'a projection, as in [train.teacher] projection = "linear", or change the width of the backbone'
        )
    if teacher.projection == "linear":
        features = keras().layers.Dense(theirs[0], name="projection")(features)
    training = keras().Model(alone(composed.training.inputs), [*composed.logits.values(), features])
    return replace(composed, training=training, matched=features)


def lesson_of(
    composed: Composed, course: Course, rows: Rows, teacher: KerasTeacher | None, optimizer: Any
) -> Lesson:
    """The network of a phase, compiled, and what it is told of each row."""
    asked = _Asked({}, {}, {}, {}, {}, {})
    if course.labelled:
        _labels(asked, composed, course, rows)
    if (weight := course.objectives.get("soft", 0.0)) > 0:
        assert teacher is not None
        _soft(asked, composed, rows, weight, teacher.temperature)
    for name, loss in (("mse", "mean_squared_error"), ("cosine", cosine_distance)):
        if (weight := course.objectives.get(name, 0.0)) > 0:  # type: ignore[call-overload]
            asked.add(
                name, "the teacher's features", composed.matched, loss, weight, rows.inputs[FEATURES], None
            )
    network = keras().Model(alone(composed.training.inputs), asked.outputs)
    network.compile(
        optimizer,
        loss=asked.losses,
        loss_weights=asked.shares,
        jit_compile=False if on_tensorflow() else "auto",
    )
    return Lesson(network, asked.called, asked.truth, asked.weights)


@dataclass(frozen=True)
class _Asked:
    """What is asked of a network, by outputs; their names are not those of targets, as Keras refuses some."""

    called: dict[str, str]
    outputs: dict[str, Any]
    losses: dict[str, Any]
    shares: dict[str, float]
    truth: dict[str, np.ndarray]
    weights: dict[str, np.ndarray]

    def add(
        self,
        kind: str,
        called: str,
        output: Any,
        loss: Any,
        share: float,
        truth: np.ndarray,
        weights: Any | None,
    ) -> None:
        import numpy as np

        name = f"{kind}_{len(self.called):02}"
        self.called[name] = called
        self.outputs[name], self.losses[name], self.shares[name] = output, loss, share
        self.truth[name] = truth
        self.weights[name] = np.ones(len(truth), np.float32) if weights is None else weights


def _labels(asked: _Asked, composed: Composed, course: Course, rows: Rows) -> None:
    losses, shares = composed.losses()
    truth, weights = wanted(rows, composed.targets)
    truth |= {name: scale.standardised(truth[name]) for name, scale in composed.scales.items()}
    for name in composed.targets:
        loss = by_label(losses[name]) if weights[name].ndim > 1 else losses[name]
        for kind in ("labels", MIXED) if course.mix else ("labels",):
            share = shares[name] * course.objectives["labels"]
            asked.add(kind, name, composed.logits[name], loss, share, truth[name], weights[name])


def _soft(asked: _Asked, composed: Composed, rows: Rows, weight: float, temperature: float) -> None:
    known = [name for name in composed.targets if f"{_SOFT}{name}" in rows.inputs]
    if not known:
        raise ComponentError(
            "trainer/keras: expected a teacher that predicts one of the targets that are trained "
            f"({', '.join(composed.targets)}), got none; take a bundle that does, or leave out soft"
        )
    for name in known:
        activation = composed.outputs[name].activation
        truth = softened_truth(rows.inputs[f"{_SOFT}{name}"], activation, temperature)
        if name in composed.scales:
            truth = composed.scales[name].standardised(truth)
        share = weight * composed.outputs[name].weight
        loss = softened(activation, temperature)
        asked.add("soft", f"{_SOFT}{name}", composed.logits[name], loss, share, truth, None)
