"""The loop over phases and epochs: learn, score on val, keep the best, and what a kill must not lose."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .checkpoint import Checkpoint, Standing
from .compose import Composed
from .epochs import Passes
from .freezing import Freezing
from .objectives import Lesson, lesson_of
from .resting import at_rest, steady, with_features
from .steps import made_optimizer

if TYPE_CHECKING:
    from imgfw import TrainingTask

    from .phases import Course
    from .trainer import KerasTrainer

SURE = 120.0
"""After a first epoch of so many seconds it is told how long the others take; what only begins is less."""
LONG = 10.0
"""What takes fewer seconds is not worth a sentence."""


def offer(standing: Standing, score: float | None, network: Any) -> bool:
    """Keep the network's weights if this epoch is better; whether it is. The first of equals is kept.

    A score that is not finite is none. An epoch with a score is better than one without; of epochs without
    scores the last is the best.
    """
    score = _finite(score)
    if standing.score is not None and (score is None or score <= standing.score):
        return False
    standing.best, standing.score, standing.kept = standing.epoch, score, network.get_weights()
    return True


def outlook(took: Sequence[float], left: int) -> str:
    """How long the rest of a phase takes, "" where that is not to be told now, or not long.

    took  seconds of its epochs until now; the first pays for what only begins, so if it was short the second
          one tells
    left  how many epochs are to come
    """
    tells = took[0] >= SURE if len(took) == 1 else len(took) == 2 and took[0] < SURE
    rest = left * took[-1]
    if not tells or rest < LONG:
        return ""
    unit, each = ("s", 1) if rest < 90 else ("min", 60) if rest < 5400 else ("h", 3600)
    amount = f"{rest / each:.1f}" if unit == "h" else f"{rest / each:.0f}"
    return f"{left:,} more epoch{'s' if left > 1 else ''}: about {amount} {unit}"


def _finite(score: float | None) -> float | None:
    return score if score is not None and math.isfinite(score) else None


@dataclass
class Learning:
    """A training at work.

    seen        what each phase trains: heads alone, on features or pixels, where the backbone stays as it is
    lessons     one for each phase; all are made before the first begins, so that what is made is the same
                whether a training was interrupted or not
    freezing    of the backbone's layers, None where there is none
    checkpoint  where it is kept
    """

    trainer: KerasTrainer
    task: TrainingTask
    composed: Composed
    courses: Sequence[Course]
    seen: Sequence[Composed]
    lessons: Sequence[Lesson]
    freezing: Freezing | None
    threads: int
    checkpoint: Checkpoint

    def run(self) -> list[dict[str, Any]]:
        """Train, and leave the weights of the best epoch in the network; a record for every epoch."""
        found = self.checkpoint.read(self.task.say)
        standing, restore = found or (Standing(), None)
        for number in range(standing.phase, len(self.courses) + 1):
            course, lesson = self.courses[number - 1], self.lessons[number - 1]
            if self.freezing is not None:
                self.freezing.apply(self.trainer.freeze_of(course, self.task.backbone))
            if restore is not None:
                self.task.say(f"continues after epoch {standing.epoch}")
                lesson.network.optimizer.build(lesson.network.trainable_variables)
                restore(lesson.network.optimizer)
                restore = None
            else:
                standing.phase, standing.within = number, 0
            self._phase(standing, course, lesson)
            if course.judged:
                self.composed.predicting.set_weights(standing.kept)
        return [{**record, "best": record["epoch"] == standing.best} for record in standing.history]

    def _phase(self, standing: Standing, course: Course, lesson: Lesson) -> None:
        composed, size = self.seen[standing.phase - 1], self.trainer.batch_size
        task = self.task
        if composed.encoding is not None and composed.names == ("features",):
            self.task.say(f"phase {standing.phase}: the backbone stays as it is and sees each picture once")
            task = with_features(self.task, composed.encoding, size)
        passes = Passes.of(task, composed, course, lesson, size)
        took: list[float] = []
        while not self._enough(standing, course):
            begun = time.monotonic()
            epoch = standing.epoch + 1
            loss = passes.learn(epoch)
            score = _finite(passes.score(epoch)) if course.judged else None
            standing.epoch, standing.within = epoch, standing.within + 1
            better = course.judged and offer(standing, score, self.composed.predicting)
            standing.history.append(
                {
                    "phase": standing.phase,
                    "epoch": epoch,
                    "loss": loss,
                    "val": score,
                    "seconds": round(time.monotonic() - begun, 3),
                    "threads": self.threads,
                    "deterministic_ops": False,
                }
            )
            self.task.say(self._line(standing, better))
            took.append(time.monotonic() - begun)
            if ahead := outlook(took, course.epochs - standing.within):
                self.task.say(ahead)
            self.checkpoint.write(standing, lesson.network.optimizer)

    def _enough(self, standing: Standing, course: Course) -> bool:
        """Whether a phase has come to its end, and why if that is early. It has one epoch at least."""
        within, say = standing.within, self.task.say
        if within in (0, course.epochs):
            return within > 0
        if self.task.deadline is not None and time.time() > self.task.deadline:
            say(f"time is up: stopped after epoch {within} of {course.epochs}")
            return True
        without = min(standing.epoch - standing.best, within)
        if course.judged and course.patience is not None and without >= course.patience:
            say(
                f"no better epoch for {course.patience}: stopped after epoch {standing.epoch}, "
                f"epoch {standing.best} is kept"
            )
            return True
        return False

    def _line(self, standing: Standing, better: bool) -> str:
        record: Mapping[str, Any] = standing.history[-1]
        several = len(self.courses) > 1
        phase = f"phase {standing.phase} of {len(self.courses)}, " if several else ""
        last = standing.epoch - standing.within + sum(c.epochs for c in self.courses[standing.phase - 1 :])
        score = "" if record["val"] is None else f", val {record['val']:.4f}{' (best)' if better else ''}"
        return (
            f"{phase}epoch {standing.epoch} of {last}: loss {record['loss']:.4f}{score}, "
            f"{record['seconds']:.1f} s"
        )


def learn(
    trainer: KerasTrainer, task: TrainingTask, composed: Composed, threads: int, place: Path
) -> list[dict[str, Any]]:
    """Train, or go on with a training that was interrupted; a record for every epoch.

    place  the file that keeps the training after every epoch
    Raises ComponentError where a loss, an input, a weight or a prediction is no longer finite, and, before
    anything is learned, where a phase freezes what is not there.
    """
    steps = -(-len(task.train) // trainer.batch_size)
    courses = trainer.courses
    freezing = Freezing(composed.backbone) if composed.backbone is not None else None
    if freezing is not None:
        for course in courses:
            freezing.check(trainer.freeze_of(course, task.backbone))
    seen = [
        at_rest(composed, kept=steady(task, course))
        if composed.encoding is not None and trainer.freeze_of(course, task.backbone) == "all"
        else composed
        for course in courses
    ]
    lessons = [
        lesson_of(each, course, task.train, trainer.teacher, made_optimizer(course, course.epochs * steps))
        for each, course in zip(seen, courses, strict=True)
    ]
    checkpoint = Checkpoint(place, composed.training)
    return Learning(trainer, task, composed, courses, seen, lessons, freezing, threads, checkpoint).run()
