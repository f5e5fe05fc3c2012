"""What a phase of training is told: how long, how fast, what stays as it is, and what it learns from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from imgfw import Teacher

Objective = Literal["labels", "mse", "cosine", "soft"]
MATCHING = ("mse", "cosine")
"""Objectives that compare features with the teacher's; they train the backbone."""


class Course(BaseModel):
    """The parameters that each phase of training has, and the trainer for all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True)

    epochs: Annotated[int, Field(ge=1, le=100_000, description="Passes over the training rows.")] = 20
    learning_rate: Annotated[float, Field(gt=0, description="Step size of the optimizer.")] = 1e-3
    optimizer: Annotated[
        Literal[
            "adadelta",
            "adafactor",
            "adagrad",
            "adam",
            "adamax",
            "adamw",
            "lamb",
            "lion",
            "nadam",
            "rmsprop",
            "sgd",
        ],
        Field(description="Keras' optimizer; sgd has Nesterov momentum 0.9."),
    ] = "adam"
    schedule: Annotated[
        Literal["constant", "cosine", "exponential", "step"],
        Field(
            description="How the step size falls within a phase: not at all; along a cosine to nothing; "
            "steadily to a hundredth; to a tenth at the middle and again at three quarters."
        ),
    ] = "cosine"
    warmup: Annotated[
        float, Field(ge=0, lt=1, description="Share of a phase in which the step size rises from nothing.")
    ] = 0.0
    clip: Annotated[
        float | None, Field(gt=0, description="Longest gradient of all weights together; none by default.")
    ] = None
    weight_decay: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description="Share of each weight taken off a step; by default what the optimizer has.",
        ),
    ] = None
    patience: Annotated[
        int | None,
        Field(ge=1, description="End a phase after so many epochs without a better one; off by default."),
    ] = None
    freeze: Annotated[
        Annotated[int, Field(ge=0)] | str | None,
        Field(
            description="Layers of the backbone that stay as they are: so many of the first, those up to a "
            'name, or "all". By default all where the backbone comes with weights, else none.'
        ),
    ] = None
    objectives: Annotated[
        dict[Objective, Annotated[float, Field(ge=0, le=1e6)]],
        Field(
            min_length=1,
            description="What the loss is the sum of, and how much each counts: the labels; the squared "
            "distance (mse) of features to the teacher's, or 1 - their cosine; the teacher's predictions "
            "(soft).",
        ),
    ] = {"labels": 1.0}
    mix: Annotated[
        Literal["mixup", "cutmix"] | None,
        Field(description="Blend each picture and its truth with another one's, or paste a part of it."),
    ] = None
    mix_alpha: Annotated[
        float,
        Field(
            gt=0, le=100, description="Of the Beta distribution of shares in mixing; 1 is any share alike."
        ),
    ] = 1.0

    @model_validator(mode="after")
    def _teachable(self) -> Course:
        self.check()
        return self

    def check(self) -> None:
        """See that the parameters fit each other. Raises ValueError."""
        if not any(self.objectives.values()):
            raise ValueError("expected an objective whose weight is above 0, got none")
        if self.mix and self.taught:
            raise ValueError(
                "expected no mix where a teacher is matched: its rows are those of whole pictures, "
                f'got mix = "{self.mix}"'
            )

    @property
    def labelled(self) -> bool:
        """Whether it learns from labels."""
        return self.objectives.get("labels", 0.0) > 0

    @property
    def judged(self) -> bool:
        """Whether it learns what can be judged on val: the labels, or what a teacher predicts."""
        return self.labelled or self.objectives.get("soft", 0.0) > 0

    @property
    def taught(self) -> bool:
        """Whether it learns from a teacher; what weighs nothing is as if it were not there."""
        return any(weight > 0 for name, weight in self.objectives.items() if name != "labels")

    @property
    def matching(self) -> bool:
        """Whether it brings the features near the teacher's."""
        return any(weight > 0 for name, weight in self.objectives.items() if name in MATCHING)


class Phase(Course):
    """One phase of training; what it does not say, it takes from the trainer."""


class KerasTeacher(Teacher):
    """A backbone or bundle to learn from."""

    projection: Annotated[
        Literal["linear"] | None,
        Field(
            description="How features of another width are compared with the teacher's: through a linear "
            "layer that is learned along and left out afterwards."
        ),
    ] = None
    temperature: Annotated[
        float, Field(gt=0, le=100, description="More makes the teacher's predictions softer.")
    ] = 1.0


def inherited(trainer: Course, phase: Phase) -> Phase:
    """A phase with what it was not told taken from the trainer. Raises ValueError where both do not fit."""
    told = trainer.model_fields_set - phase.model_fields_set
    filled = phase.model_copy(
        update={name: getattr(trainer, name) for name in Course.model_fields if name in told}
    )
    filled.check()
    return filled
