"""How weights are moved: Keras' optimizers by name, and how their step size changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .library import keras

if TYPE_CHECKING:
    from .phases import Course

_CLASSES = {
    "adadelta": "Adadelta",
    "adafactor": "Adafactor",
    "adagrad": "Adagrad",
    "adam": "Adam",
    "adamax": "Adamax",
    "adamw": "AdamW",
    "lamb": "Lamb",
    "lion": "Lion",
    "nadam": "Nadam",
    "rmsprop": "RMSprop",
    "sgd": "SGD",
}


def made_optimizer(course: Course, steps: int) -> Any:
    """Keras' optimizer for a phase of so many steps."""
    more: dict[str, Any] = {"momentum": 0.9, "nesterov": True} if course.optimizer == "sgd" else {}
    if course.clip is not None:
        more["global_clipnorm"] = course.clip
    if course.weight_decay is not None:
        more["weight_decay"] = course.weight_decay
    return getattr(keras().optimizers, _CLASSES[course.optimizer])(step_size(course, steps), **more)


def step_size(course: Course, steps: int) -> Any:
    """The step size over so many steps: a number, or a schedule of Keras."""
    rising = round(course.warmup * steps)
    falling = _falling(course, max(steps - rising, 1))
    return _warmed(course.learning_rate, falling, rising) if rising else falling


def _falling(course: Course, steps: int) -> Any:
    schedules, rate = keras().optimizers.schedules, course.learning_rate
    if course.schedule == "cosine":
        return schedules.CosineDecay(rate, steps)
    if course.schedule == "exponential":
        return schedules.ExponentialDecay(rate, steps, 0.01)
    if course.schedule == "step":
        values = [rate, rate / 10, rate / 100]
        return schedules.PiecewiseConstantDecay([steps // 2, steps * 3 // 4], values)
    return rate


def _warmed(rate: float, after: Any, rising: int) -> Any:
    """A step size that rises to `rate` in so many steps and then goes on as told."""
    library = keras()
    ops = library.ops

    class Warmed(library.optimizers.schedules.LearningRateSchedule):  # type: ignore[name-defined]
        """Rises evenly, then follows another schedule."""

        def __call__(self, step: Any) -> Any:
            done = ops.cast(step, "float32")
            later = after(ops.maximum(done - rising, 0.0)) if callable(after) else after
            return ops.where(done < rising, rate * (done + 1) / rising, later)

        def get_config(self) -> dict[str, Any]:
            """What Keras tells of it."""
            return {"rate": rate, "rising": rising}

    return Warmed()
