"""One training from its task to graphs: networks put together, trained phase by phase, put to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgfw import ComponentError, Trained

from .checkpoint import alone_in, name_of
from .compose import Composed, on_features, on_pixels
from .graphs import at_work
from .learn import learn
from .library import afresh, fix_threads, precision
from .objectives import with_match
from .standard import scales_of

if TYPE_CHECKING:
    from imgfw import TrainingTask

    from .trainer import KerasTrainer


def trained(trainer: KerasTrainer, task: TrainingTask, threads: int) -> Trained:
    """Train the heads of the task, and its backbone where the task has no encoder.

    Goes on where an earlier process was killed. Raises ComponentError.
    """
    if not len(task.train):
        raise ComponentError("trainer/keras: there are no rows to train on")
    fix_threads(threads)
    if task.encoder is not None:
        trainer.check_frozen()
    _check_known(trainer, task)
    told = trainer.model_dump_json(exclude={"teacher": {"bundle"}})  # the folder is for what it teaches
    name = name_of(task, told, trainer.revision, trainer.versions(), threads)
    with alone_in(task.folder, name) as place:
        afresh(task.seed)
        with precision(trainer.mixed_precision):
            composed = _composed(trainer, task)
            history = learn(trainer, task, composed, threads, place)
        if trainer.mixed_precision is not None:
            weights = composed.predicting.get_weights()
            afresh(task.seed)
            composed = _composed(trainer, task)
            composed.predicting.set_weights(weights)
        return at_work(task, composed, tuple(history))


def _check_known(trainer: KerasTrainer, task: TrainingTask) -> None:
    """See that each target is known of some row, and tell of labels that are not; a teacher may know them.

    Raises ComponentError.
    """
    import numpy as np

    if any(course.objectives.get("soft") for course in trainer.courses):
        return
    for name in dict.fromkeys(name for head in task.heads.values() for name in head.targets):
        target, truth = task.targets[name], task.train.truth[name]
        if not (task.train.weights[name] > 0).any():
            raise ComponentError(f'trainer/keras: no training row has a known truth for "{name}"')
        if target.type == "multi-label":
            for label in np.array(target.labels)[np.isnan(truth).all(axis=0)]:
                task.say(
                    f'no training row knows "{label}" of "{name}": what is predicted of it means nothing'
                )


def _composed(trainer: KerasTrainer, task: TrainingTask) -> Composed:
    scales = scales_of(task.train, task.targets)
    if task.encoder is not None:
        shapes = {name: tuple(values.shape[1:]) for name, values in task.train.inputs.items()}
        return on_features(task.heads, task.targets, shapes, scales)
    network = task.backbone.network()
    composed = on_pixels(task.backbone, network, task.heads, task.targets, scales)
    if trainer.teacher is not None and any(course.matching for course in trainer.courses):
        return with_match(composed, task.train, trainer.teacher)
    return composed
