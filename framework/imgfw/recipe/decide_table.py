"""The table [decide] of a recipe: how probabilities become decisions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from ..thresholds import Aim
from .tables import Table

Share = Annotated[float, Field(gt=0, lt=1)]


class DecideTable(Table):
    """How probabilities become decisions; whatever is fitted is fitted on val."""

    threshold: Annotated[
        float, Field(ge=0, le=1, description="From which probability a label of a multi-label target holds.")
    ] = 0.5
    aim: Annotated[
        Aim,
        Field(
            description="What the threshold of each label of a multi-label target is fitted for: the highest "
            "F1, a precision or a recall of `at_least`; fixed: nothing, it is `threshold`."
        ),
    ] = "fixed"
    at_least: Annotated[
        Annotated[float, Field(gt=0, le=1)] | None,
        Field(description="The precision or recall that `aim` asks for."),
    ] = None
    calibrate: Annotated[
        bool,
        Field(
            description="Whether probabilities are made neither too sure nor too unsure: temperature scaling."
        ),
    ] = False
    unknown: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="Below this highest probability it is none of the labels that exclude others.",
        ),
    ] = 0.0
    false_accepts: Annotated[
        Share | None,
        Field(
            description="Instead of `unknown`: of what is none of the labels learned at most this share is "
            "taken for one of them."
        ),
    ] = None
    coverage: Annotated[
        Share | None,
        Field(
            description="Give a set of labels as well, which holds the true one with this probability; for "
            "targets whose labels exclude each other."
        ),
    ] = None

    @property
    def fits(self) -> tuple[str, ...]:
        """The keys that ask for something to be fitted."""
        asked = {
            "calibrate": self.calibrate,
            "aim": self.aim != "fixed",
            "false_accepts": self.false_accepts is not None,
            "coverage": self.coverage is not None,
        }
        return tuple(key for key, wanted in asked.items() if wanted)

    @model_validator(mode="after")
    def _aim_is_whole(self) -> DecideTable:
        if (self.aim in ("precision", "recall")) != (self.at_least is not None):
            got = f'aim = "{self.aim}" {"without" if self.at_least is None else "with"} at_least'
            raise ValueError(f'at_least with aim = "precision" or "recall", and only there, got {got}')
        if self.unknown and self.false_accepts is not None:
            raise ValueError("either unknown or false_accepts, got both")
        return self
