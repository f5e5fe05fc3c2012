"""One pass over the training rows, and the score on val after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError

from .batches import Batches, over_known
from .compose import Composed, alone
from .finite import check_inputs, check_told, diverged, weights_check
from .mixing import mixed
from .objectives import MIXED, Lesson

if TYPE_CHECKING:
    import numpy as np

    from imgfw import TrainingTask

    from .phases import Course


@dataclass(frozen=True)
class Passes:
    """Passes over the rows of a task in one phase."""

    task: TrainingTask
    composed: Composed
    course: Course
    lesson: Lesson
    batch_size: int
    sound: Callable[[], bool]

    @classmethod
    def of(
        cls, task: TrainingTask, composed: Composed, course: Course, lesson: Lesson, batch_size: int
    ) -> Passes:
        """Ready to begin. Raises ComponentError where a truth or weight is no number."""
        check_told(task.train, lesson.called, lesson.truth, lesson.weights)
        return cls(task, composed, course, lesson, batch_size, weights_check(lesson.network))

    def learn(self, epoch: int) -> float:
        """One pass over the training rows: the mean loss.

        The first epoch shows the planned rows, later ones other variations; those that a teacher has seen are
        always the planned ones. Raises ComponentError in the batch in which something is no number any more.
        """
        import numpy as np

        task, when = self.task, f"epoch {epoch}"
        batches = Batches(task.train, self.composed.names, self.batch_size, task.workers)
        shown = 0 if self.course.taught else epoch - 1
        total = 0.0
        for batch, (rows, inputs) in enumerate(batches.inputs(batches.shuffled(task.seed, epoch), shown)):
            check_inputs(task.train.samples, rows, inputs, when)
            loss = self._step(rows, inputs, epoch, batch)
            rate = self.course.learning_rate
            if not np.isfinite(loss):
                raise diverged(f"the loss is {loss} in {when}", rate, task.train.samples, rows)
            if not self.sound():
                raise diverged(f"weights are not finite in {when}", rate, task.train.samples, rows)
            total += loss * len(rows)
        return total / len(task.train)

    def _step(self, rows: np.ndarray, inputs: list[np.ndarray], epoch: int, batch: int) -> float:
        """Learn from one batch: its loss before."""
        partner, share = rows, 1.0
        if self.course.mix is not None:
            inputs, order, share = mixed(
                self.course.mix, self.course.mix_alpha, inputs, seed=self.task.seed, epoch=epoch, batch=batch
            )
            partner = rows[order]
        other = {name: name.startswith(MIXED) for name in self.lesson.truth}
        logs = self.lesson.network.train_on_batch(
            alone(inputs),
            {name: v[partner if other[name] else rows] for name, v in self.lesson.truth.items()},
            sample_weight={
                name: over_known(v[partner]) * (1 - share) if other[name] else over_known(v[rows]) * share
                for name, v in self.lesson.weights.items()
            },
            return_dict=True,
        )
        return float(logs["loss"])

    def score(self, epoch: int) -> float | None:
        """The recipe's figure for the present weights on val; None where there are no val rows."""
        import numpy as np

        if not len(self.task.val):
            return None
        batches = Batches(self.task.val, self.composed.names, self.batch_size, self.task.workers)
        found: dict[str, list[np.ndarray]] = {name: [] for name in self.composed.targets}
        for rows, inputs in batches.inputs(batches.in_order(), 0):
            check_inputs(self.task.val.samples, rows, inputs, "val")
            for name, values in self._predicted(inputs).items():
                found[name].append(np.asarray(values))
        together = {name: np.concatenate(values) for name, values in found.items()}
        if not all(np.isfinite(values).all() for values in together.values()):
            raise ComponentError(
                f"trainer/keras: predictions are no longer numbers after epoch {epoch}; lower learning_rate"
            )
        return float(self.task.score(together))

    def _predicted(self, inputs: list[np.ndarray]) -> dict[str, Any]:
        return dict(self.composed.predicting.predict_on_batch(alone(inputs)))
