"""The loop over epochs: learn, score on val, keep the best."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError

from .batches import Batches, wanted
from .compose import Composed, alone
from .library import on_tensorflow

if TYPE_CHECKING:
    import numpy as np

    from imgfw import TrainingTask

    from .trainer import KerasTrainer

_NAMED = 20


@dataclass
class Best:
    """The best epoch so far; the first of equals. A score that is not finite is none.

    An epoch with a score is better than one without; of epochs without scores the last is the best.
    """

    epoch: int = 0
    score: float | None = None
    weights: list[np.ndarray] = field(default_factory=list)

    def offer(self, epoch: int, score: float | None, network: Any) -> bool:
        """Keep the network's weights if this epoch is better; whether it is."""
        score = _finite(score)
        if self.score is not None and (score is None or score <= self.score):
            return False
        self.epoch, self.weights = epoch, network.get_weights()
        self.score = score
        return True


def learn(
    trainer: KerasTrainer, task: TrainingTask, composed: Composed, threads: int
) -> list[dict[str, Any]]:
    """Train, and leave the weights of the best epoch in the network; a record for every epoch.

    Raises ComponentError where the loss or the predictions are no longer finite.
    """
    network = composed.training
    losses, loss_weights = composed.losses()
    network.compile(
        trainer.made_optimizer(trainer.epochs * -(-len(task.train) // trainer.batch_size)),
        loss=losses,
        loss_weights=loss_weights,
        jit_compile=False if on_tensorflow() else "auto",
    )
    best, history = Best(), []
    for epoch in range(1, trainer.epochs + 1):
        begun = time.monotonic()
        loss = _epoch(trainer, task, composed, epoch)
        score = _finite(_scored(task, composed, trainer.batch_size, epoch)) if len(task.val) else None
        better = best.offer(epoch, score, network)
        history.append(
            {
                "phase": 1,
                "epoch": epoch,
                "loss": loss,
                "val": score,
                "seconds": round(time.monotonic() - begun, 3),
                "threads": threads,
                "deterministic_ops": False,
            }
        )
        task.say(_line(history[-1], trainer.epochs, better))
        if _enough(trainer, task, epoch, best):
            break
    network.set_weights(best.weights)
    return [{**record, "best": record["epoch"] == best.epoch} for record in history]


def _epoch(trainer: KerasTrainer, task: TrainingTask, composed: Composed, epoch: int) -> float:
    """One pass over the training rows: the mean loss."""
    import numpy as np

    batches = Batches(task.train, composed.names, trainer.batch_size, task.workers)
    truth, weights = wanted(task.train, _targets(composed))
    total = 0.0
    # the first epoch shows the pictures themselves, later ones their variations
    for rows, inputs in batches.inputs(batches.shuffled(task.seed, epoch), epoch - 1):
        logs = composed.training.train_on_batch(
            alone(inputs),
            {name: values[rows] for name, values in truth.items()},
            sample_weight={name: values[rows] for name, values in weights.items()},
            return_dict=True,
        )
        loss = float(logs["loss"])
        if not np.isfinite(loss):
            raise _diverged(f"the loss is {loss} in epoch {epoch}", trainer, task, rows, inputs)
        total += loss * len(rows)
    return total / len(task.train)


def _scored(task: TrainingTask, composed: Composed, batch_size: int, epoch: int) -> float:
    """The score of the present weights on val."""
    import numpy as np

    batches = Batches(task.val, composed.names, batch_size, task.workers)
    found: dict[str, list[np.ndarray]] = {name: [] for name in _targets(composed)}
    for _, inputs in batches.inputs(batches.in_order(), 0):
        for name, values in composed.predicting.predict_on_batch(alone(inputs)).items():
            found[name].append(np.asarray(values))
    together = {name: np.concatenate(values) for name, values in found.items()}
    if not all(np.isfinite(values).all() for values in together.values()):
        raise ComponentError(
            f"trainer/keras: predictions are no longer numbers after epoch {epoch}; lower learning_rate"
        )
    return float(task.score(together))


def _finite(score: float | None) -> float | None:
    return score if score is not None and math.isfinite(score) else None


def _targets(composed: Composed) -> dict[str, Any]:
    return {name: target for head in composed.heads.values() for name, target in head.targets.items()}


def _enough(trainer: KerasTrainer, task: TrainingTask, epoch: int, best: Best) -> bool:
    if task.deadline is not None and time.time() > task.deadline and epoch < trainer.epochs:
        task.say(f"time is up: stopped after epoch {epoch} of {trainer.epochs}")
        return True
    if trainer.patience is not None and epoch - best.epoch >= trainer.patience and epoch < trainer.epochs:
        task.say(
            f"no better epoch for {trainer.patience}: stopped after epoch {epoch}, epoch {best.epoch} is kept"
        )
        return True
    return False


def _line(record: Mapping[str, Any], epochs: int, better: bool) -> str:
    score = "" if record["val"] is None else f", val {record['val']:.4f}{' (best)' if better else ''}"
    return f"epoch {record['epoch']} of {epochs}: loss {record['loss']:.4f}{score}, {record['seconds']:.1f} s"


def _diverged(
    what: str, trainer: KerasTrainer, task: TrainingTask, rows: np.ndarray, inputs: list[np.ndarray]
) -> ComponentError:
    """The error that names the pictures: those whose own input is no number, else the whole batch."""
    import numpy as np

    broken = [row for row in range(len(rows)) if not all(np.isfinite(given[row]).all() for given in inputs)]
    named = [task.train.samples[int(rows[row])].uri for row in (broken or range(len(rows)))]
    more = f"\n  and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    cause = "whose input is not finite" if broken else "of that batch"
    return ComponentError(
        f"trainer/keras: {what} (learning_rate {trainer.learning_rate:g}); lower it, or look at the pictures "
        f"{cause}:\n  " + "\n  ".join(named[:_NAMED]) + more
    )
