from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from imgfw_keras.phases import Course, KerasTeacher, Phase
from imgfw_keras.trainer import KerasTrainer

TAUGHT = {"teacher": {"backbone": {"use": "any"}}}


def test_a_phase_takes_from_the_trainer_what_it_does_not_say() -> None:
    """Values given to the trainer count for every phase that has none of its own; others are defaults."""
    trainer = KerasTrainer.model_validate_json(
        '{"epochs": 7, "optimizer": "sgd", "patience": 3, "phase": [{"epochs": 2}, {"optimizer": "lion"}]}'
    )

    assert [(c.epochs, c.optimizer, c.patience) for c in trainer.courses] == [
        (2, "sgd", 3),
        (7, "lion", 3),
    ]
    assert trainer.courses[0].learning_rate == Course().learning_rate


def test_phases_made_in_python_are_filled_in_too() -> None:
    """A Phase knows what it was given, so that its defaults do not count as said."""
    trainer = KerasTrainer(epochs=7, phase=(Phase(freeze=1), Phase(epochs=20)))

    assert [(c.epochs, c.freeze) for c in trainer.courses] == [(7, 1), (20, None)]


def test_what_was_filled_in_stays_when_read_again() -> None:
    """A trainer written out in full and read again is the same."""
    trainer = KerasTrainer(epochs=7, phase=(Phase(freeze=1), Phase(epochs=20)))

    assert KerasTrainer.model_validate_json(trainer.model_dump_json()) == trainer


def test_without_phases_the_trainer_is_the_only_one() -> None:
    """One phase, with the trainer's own parameters."""
    assert KerasTrainer(epochs=3).courses == (KerasTrainer(epochs=3),)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"phase": ({"epochs": 0},)}, "greater than or equal to 1"),
        ({"phase": ({"magic": 1},)}, "Extra inputs"),
        ({"phase": ("first",)}, "valid dictionary"),
        ({"objectives": {}}, "at least 1 item"),
        ({"objectives": {"labels": 0.0}}, "above 0"),
        ({"objectives": {"labels": -1.0}}, "greater than or equal to 0"),
        ({"objectives": {"magic": 1.0}}, "magic"),
        ({"objectives": {"labels": 1.0, "cosine": 0.5}}, r"\[train.teacher\]"),
        ({"objectives": {"labels": 1.0, "cosine": 0.0}}, r"\[train.teacher\]"),
        (TAUGHT, "no teacher"),
        ({**TAUGHT, "objectives": {"mse": 1.0}}, "last phase"),
        ({**TAUGHT, "objectives": {"labels": 1.0, "soft": 1.0}}, "bundle"),
        ({**TAUGHT, "objectives": {"labels": 1.0, "mse": 1.0}, "mix": "mixup"}, "no mix"),
        ({"mix": "blend"}, "mixup"),
        ({"mix_alpha": 0.0}, "greater than 0"),
        ({"warmup": 1.0}, "less than 1"),
        ({"clip": 0.0}, "greater than 0"),
        ({"weight_decay": -0.1}, "greater than or equal to 0"),
        ({"mixed_precision": "float64"}, "float16"),
        ({"optimizer": "magic"}, "adadelta"),
        ({"schedule": "magic"}, "constant"),
        ({"teacher": {}}, "neither"),
        ({"teacher": {"backbone": {}, "bundle": "x"}}, "backbone and bundle|instance of Path"),
        ({"teacher": {"backbone": {}, "temperature": 0.0}}, "greater than 0"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], says: str) -> None:
    """Each is refused when the component is made, and the text names the reason."""
    with pytest.raises(ValidationError, match=says):
        KerasTrainer(**wrong)


@pytest.mark.parametrize(
    ("objectives", "labelled", "judged", "taught", "matching"),
    [
        ({"labels": 1.0}, True, True, False, False),
        ({"mse": 1.0}, False, False, True, True),
        ({"labels": 1.0, "cosine": 0.1}, True, True, True, True),
        ({"labels": 1.0, "cosine": 0.0}, True, True, False, False),
        ({"soft": 2.0}, False, True, True, False),
        ({"labels": 0.0, "soft": 2.0}, False, True, True, False),
    ],
)
def test_what_weighs_nothing_is_as_if_it_were_not_there(
    objectives: Any, labelled: bool, judged: bool, taught: bool, matching: bool
) -> None:
    """Whether a phase learns from labels, what can be judged, from a teacher, and from its features."""
    course = Course(objectives=objectives)

    found = course.labelled, course.judged, course.taught, course.matching
    assert found == (labelled, judged, taught, matching)


def test_a_teacher_is_a_backbone_or_a_bundle() -> None:
    """Either can be given, with how unequal widths and sure predictions are dealt with."""
    teacher = KerasTeacher(backbone={"use": "any", "size": 96}, projection="linear")

    assert (teacher.bundle, teacher.projection, teacher.temperature) == (None, "linear", 1.0)
