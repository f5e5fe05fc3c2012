"""Fit: heads learn from rows, networks are trained, and what they learned is given back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..chance import place
from ..decisions import one_by_one
from ..errors import ComponentError, RunError
from ..learning import Rows, TrainingTask
from ..neural import NeuralHead

if TYPE_CHECKING:
    import numpy as np

    from ..kinds import Head, Trainer

FOLDS = 5


@dataclass(frozen=True)
class Learned:
    """What the fit stage gives back.

    encoder  the Fitted of a backbone that was trained, or None where it stayed as it was
    heads    {name: Fitted}, in the order in which they feed each other
    history  a record for every epoch
    """

    encoder: Any | None
    heads: Mapping[str, Any]
    history: tuple[Mapping[str, Any], ...]


def fit(
    heads: Sequence[Head],
    task: TrainingTask,
    trainer: Trainer | None,
    *,
    features: Callable[[Any], tuple[Rows, Rows]],
) -> Learned:
    """Train the neural heads together, then fit the others one after the other.

    heads     in the order in which they feed each other, names and targets filled in
    task      backbone, encoder, targets, rows; its `heads` are set here
    features  features(encoder) -> train and val with the features of a backbone just trained
    """
    together = [h for h in heads if isinstance(h, NeuralHead) and h.inputs == ("features",)]
    fitted: dict[str, Any] = {}
    encoder, history = None, ()
    if together:
        trained = _trained(trainer, together, task)
        encoder, history = trained.encoder, tuple(trained.history)
        fitted |= trained.heads
    if encoder is not None:
        train, val = features(encoder)
        task = replace(task, encoder=encoder, train=train, val=val)
    for head in heads:
        if head.name not in fitted:
            train, val = _rows_seen(head, heads, fitted, task, trainer, tuned=encoder is not None)
            seen = replace(task, train=train, val=val)
            fitted[str(head.name)] = fit_one(head, seen, trainer)
    return Learned(encoder, {str(head.name): fitted[str(head.name)] for head in heads}, history)


def fit_one(head: Head, task: TrainingTask, trainer: Trainer | None) -> Any:
    """One head on rows that have its inputs."""
    import numpy as np

    if isinstance(head, NeuralHead):
        return _trained(trainer, [head], task).heads[head.name]
    rows = task.train
    return head.fit(
        {name: rows.inputs[name] for name in head.inputs},
        {name: rows.truth[name] for name in head.targets},
        {name: task.targets[name] for name in head.targets},
        weights={name: rows.weights[name] for name in head.targets},
        groups=rows.groups,
        rng=np.random.default_rng(task.seed),
    )


def out_of_fold(head: Head, task: TrainingTask, trainer: Trainer | None) -> np.ndarray:
    """Predictions for the training rows by heads that never saw their group: float32 (N, C)."""
    import numpy as np

    fold = np.array([int(place(task.seed + 1, group) * FOLDS) for group in task.train.groups])
    width = sum(task.targets[name].width for name in head.targets)
    found = np.zeros((len(fold), width), np.float32)
    for number in range(FOLDS):
        inside = np.flatnonzero(fold == number)
        if len(inside) == len(fold):
            raise RunError(f'head "{head.name}" feeds another head and needs training samples of two groups')
        if len(inside):
            fitted = fit_one(
                head, replace(task, train=task.train.take(np.flatnonzero(fold != number))), trainer
            )
            found[inside] = _answers(head, fitted, task.train.take(inside))
    return found


def _rows_seen(
    head: Head,
    heads: Sequence[Head],
    fitted: Mapping[str, Any],
    task: TrainingTask,
    trainer: Trainer | None,
    *,
    tuned: bool,
) -> tuple[Rows, Rows]:
    train, val = task.train, task.val
    for name in head.inputs:
        if name == "features" or name in train.inputs:
            continue
        feeding = next(h for h in heads if f"head:{h.name}" == name)
        if tuned and isinstance(feeding, NeuralHead):
            raise RunError(
                f'head "{head.name}" takes the predictions of "{feeding.name}", on whose labels the '
                "backbone was trained; freeze the backbone, or let that head be a classical one"
            )
        train = train.given(name, out_of_fold(feeding, task, trainer))
        val = val.given(name, _answers(feeding, fitted[str(feeding.name)], val))
    return train, val


def _answers(head: Head, fitted: Any, rows: Rows) -> np.ndarray:
    import numpy as np

    given = one_by_one(fitted, {name: rows.inputs[name] for name in head.inputs})
    if not given:
        return np.zeros((0, 1), np.float32)
    return np.concatenate([given[name] for name in head.targets], axis=1)


def _trained(trainer: Trainer | None, heads: Sequence[Head], task: TrainingTask) -> Any:
    if trainer is None:
        raise ComponentError(f"head/{heads[0].use} is a network and there is no trainer")
    return trainer.train(replace(task, heads={str(head.name): head for head in heads}))
