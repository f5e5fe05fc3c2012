"""One pass over the training rows, and the score on val after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError

from .batches import Batches, over_known
from .calls import Batch, Call, call_of, together
from .compose import Composed, alone
from .finite import check_inputs, check_told, diverged
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
    call: Call

    @classmethod
    def of(
        cls, task: TrainingTask, composed: Composed, course: Course, lesson: Lesson, batch_size: int
    ) -> Passes:
        """Ready to begin. Raises ComponentError where a truth or weight is no number."""
        check_told(task.train, lesson.called, lesson.truth, lesson.weights)
        return cls(task, composed, course, lesson, batch_size, call_of(lesson.network))

    def learn(self, epoch: int) -> float:
        """One pass over the training rows: the mean loss.

        The first epoch shows the planned rows, later ones other variations; those that a teacher has seen are
        always the planned ones. Raises ComponentError for the batch in which something is no number any more.
        """
        import numpy as np

        rate, samples, total = self.course.learning_rate, self.task.train.samples, 0.0
        for group in together(self._batches(epoch)):
            for batch, loss, finite in zip(group, *self.call(group), strict=True):
                if not np.isfinite(loss):
                    raise diverged(f"the loss is {loss} in epoch {epoch}", rate, samples, batch.rows)
                if not finite:
                    raise diverged(f"weights are not finite in epoch {epoch}", rate, samples, batch.rows)
                total += float(loss) * len(batch.rows)
        return total / len(self.task.train)

    def _batches(self, epoch: int) -> Iterator[Batch]:
        """The batches of an epoch. Raises ComponentError where an input is no number."""
        task, shown = self.task, 0 if self.course.taught else epoch - 1
        batches = Batches(task.train, self.composed.names, self.batch_size, task.workers)
        for number, (rows, inputs) in enumerate(batches.inputs(batches.shuffled(task.seed, epoch), shown)):
            check_inputs(task.train.samples, rows, inputs, f"epoch {epoch}")
            yield self._told(rows, inputs, epoch, number)

    def _told(self, rows: np.ndarray, inputs: list[np.ndarray], epoch: int, number: int) -> Batch:
        """A batch with what is said of its rows, mixed where the phase mixes."""
        partner, share = rows, 1.0
        if self.course.mix is not None:
            inputs, order, share = mixed(
                self.course.mix, self.course.mix_alpha, inputs, seed=self.task.seed, epoch=epoch, batch=number
            )
            partner = rows[order]
        other = {name: name.startswith(MIXED) for name in self.lesson.truth}
        return Batch(
            rows,
            inputs,
            {name: v[partner if other[name] else rows] for name, v in self.lesson.truth.items()},
            {
                name: over_known(v[partner]) * (1 - share) if other[name] else over_known(v[rows]) * share
                for name, v in self.lesson.weights.items()
            },
        )

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
