from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest

from imgfw_keras.phases import Course
from imgfw_keras.steps import made_optimizer, step_size

pytestmark = pytest.mark.keras

NAMES = get_args(Course.model_fields["optimizer"].annotation)
SCHEDULES = get_args(Course.model_fields["schedule"].annotation)


def sizes(steps: int, **told: Any) -> list[float]:
    """The step size at every step."""
    found = step_size(Course(learning_rate=1.0, **told), steps)
    return [float(found(step)) if callable(found) else found for step in range(steps + 1)]


@pytest.mark.parametrize("name", NAMES)
def test_every_optimizer_is_made_as_told(name: Any) -> None:
    """Each name is an optimizer of Keras with the step size, clipping and decay of the recipe."""
    course = Course(optimizer=name, learning_rate=0.5, schedule="constant", clip=2.0, weight_decay=0.25)

    made = made_optimizer(course, 100)

    assert type(made).__name__.lower() == name
    assert (float(made.learning_rate), made.global_clipnorm, made.weight_decay) == (0.5, 2.0, 0.25)


def test_without_being_told_nothing_is_clipped_and_decay_is_keras_own() -> None:
    """What the recipe leaves out stays as Keras has it."""
    adam, adamw = (made_optimizer(Course(optimizer=name), 10) for name in ("adam", "adamw"))

    assert (adam.global_clipnorm, adam.weight_decay) == (None, None)
    assert adamw.weight_decay == 0.004


def test_a_decay_of_nothing_is_no_decay() -> None:
    """It is told, so it takes the place of Keras' own."""
    assert made_optimizer(Course(optimizer="adamw", weight_decay=0.0), 10).weight_decay == 0.0


def test_sgd_has_nesterov_momentum() -> None:
    """Others have what they have by their name."""
    made = made_optimizer(Course(optimizer="sgd"), 10)

    assert (made.momentum, made.nesterov) == (0.9, True)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("warmup", [0.0, 0.25])
def test_step_sizes_rise_in_warmup_and_never_after(schedule: Any, warmup: float) -> None:
    """Within the warm-up every step is larger than the last; then none is, and the first is the full one."""
    found = sizes(40, schedule=schedule, warmup=warmup)

    rising = int(40 * warmup)
    assert np.allclose(found[:rising], np.arange(1, rising + 1) / max(rising, 1))
    assert found[rising] == pytest.approx(1.0)
    assert (np.diff(found[rising:]) <= 1e-7).all()


@pytest.mark.parametrize("warmup", [0.0, 0.2])
@pytest.mark.parametrize(
    ("schedule", "middle", "end"),
    [("constant", 1.0, 1.0), ("cosine", 0.5, 0.0), ("exponential", 0.1, 0.01), ("step", 1.0, 0.01)],
)
def test_schedules_end_where_they_say(schedule: Any, middle: float, end: float, warmup: float) -> None:
    """The step size in the middle of what follows the warm-up, and at the end of a phase."""
    found = sizes(40, schedule=schedule, warmup=warmup)

    assert found[20 + round(20 * warmup)] == pytest.approx(middle, abs=1e-6)
    assert found[40] == pytest.approx(end, abs=1e-6)


def test_step_falls_to_a_tenth_after_the_middle_and_again() -> None:
    """Three step sizes, each a tenth of the one before: from the middle on, and from three quarters."""
    found = sizes(40, schedule="step")

    assert found == pytest.approx([1.0] * 21 + [0.1] * 10 + [0.01] * 10)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_phases_of_few_steps_have_finite_step_sizes(schedule: Any, steps: int) -> None:
    """Even one step with a warm-up can be made."""
    assert np.isfinite(sizes(steps, schedule=schedule, warmup=0.9)).all()


@pytest.mark.parametrize("name", NAMES)
def test_what_an_optimizer_remembers_is_told_in_full(name: Any) -> None:
    """Two steps with what was remembered after the first put back give the same weights as without."""
    import keras

    def moved(optimizer: Any, variable: Any) -> np.ndarray:
        optimizer.apply([keras.ops.convert_to_tensor([[0.5, -2.0], [1.0, 3.0]])], [variable])
        return keras.ops.convert_to_numpy(variable).copy()

    course = Course(optimizer=name, learning_rate=0.1, schedule="cosine")
    first, one = made_optimizer(course, 10), keras.Variable(np.ones((2, 2), "float32"))
    moved(first, one)
    copied = keras.ops.convert_to_numpy
    remembered = [copied(each).copy() for each in first.variables]
    weights = copied(one).copy()
    wanted = moved(first, one)

    second, other = made_optimizer(course, 10), keras.Variable(weights)
    second.build([other])
    for variable, value in zip(second.variables, remembered, strict=True):
        variable.assign(value)

    assert np.array_equal(moved(second, other), wanted)
