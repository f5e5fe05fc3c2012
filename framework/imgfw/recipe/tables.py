"""The tables of a recipe that are the core's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..components import Name

LISTS = ("source", "annotator", "cleaner", "transform", "augmenter", "head", "metric", "sink")
"""Sections with any number of components of the kind of that name."""
REQUIRED = ("source", "backbone", "head", "metric")
SECTIONS = (
    *("name", "seed", "best", "source", "target", "group", "split", "annotator", "cleaner", "transform"),
    *("augment", "augmenter", "backbone", "head", "train", "decide", "metric", "sink"),
    *("candidate", "refine"),
)
CHANGEABLE = ("transform", "augment", "augmenter", "backbone", "head", "train", "cleaner", "decide")
"""What a candidate may change."""
SHARES = {"train": 0.7, "val": 0.15, "test": 0.15}


class Table(BaseModel):
    """A frozen, validated table of a recipe."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True)


class Settings(Table):
    """What stands at the top of a recipe, before the first table."""

    name: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$",
            max_length=64,
            description="Begins the name of every run folder; by default the name of the recipe's file.",
        ),
    ] = None
    seed: Annotated[int, Field(ge=0, lt=2**63, description="Of everything random.")] = 0
    best: Annotated[
        str,
        Field(
            description='The figure that chooses epochs and candidates on val, as in "quality/f1-macro"; by '
            "default the first one of the first target."
        ),
    ] = ""


class GroupTable(Table):
    """What belongs together, beside what the sources say: samples of one group are never parted."""

    near: Annotated[
        bool,
        Field(description="Whether near-duplicates do: re-encoded, resized, turned, mirrored, cropped."),
    ] = True
    burst: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9]+(\.[0-9]+)?(s|m|h)$",
            description='Whether pictures of one camera taken so soon after another do, as in "3s".',
        ),
    ] = None

    @property
    def burst_seconds(self) -> float | None:
        """The time as a number."""
        units = {"s": 1, "m": 60, "h": 3600}
        return None if self.burst is None else float(self.burst[:-1]) * units[self.burst[-1]]


class SplitTable(Table):
    """How samples are divided into train, val and test.

    Where only some of the shares are given, the others divide the rest in the proportions of their defaults.
    """

    train: Annotated[float, Field(ge=0, le=1, description="Share to learn from.")] = SHARES["train"]
    val: Annotated[float, Field(ge=0, le=1, description="Share to choose and decide on.")] = SHARES["val"]
    test: Annotated[float, Field(ge=0, le=1, description="Share that scores the result.")] = SHARES["test"]
    exact: Annotated[
        bool,
        Field(
            description="Meet the shares exactly, label by label; samples may move when the set changes. "
            "Otherwise every sample stays where it is."
        ),
    ] = False
    folds: Annotated[
        int | None,
        Field(
            ge=2,
            le=100,
            description="Divide train and val into so many folds; each is val once, and candidates are "
            "compared on all of them together. The model that is kept has the first as its val.",
        ),
    ] = None
    splits: Annotated[
        Mapping[str, Literal["train", "val", "test"]],
        Field(description="What splits that the sources give are here, as in { valid = 'val' }."),
    ] = {}

    @property
    def shares(self) -> dict[str, float]:
        """{"train": .., "val": .., "test": ..}; with folds val is one of them."""
        if self.folds is None:
            return {name: getattr(self, name) for name in SHARES}
        rest = 1 - self.test
        return {"train": rest - rest / self.folds, "val": rest / self.folds, "test": self.test}

    @model_validator(mode="before")
    @classmethod
    def _rest_is_shared(cls, table: Any) -> Any:
        given = {name: table[name] for name in SHARES if name in table}
        if not given or not all(isinstance(share, (int, float)) for share in given.values()):
            return table
        rest = max(0.0, 1 - sum(given.values()))
        left = sum(share for name, share in SHARES.items() if name not in given)
        return {**{n: rest * SHARES[n] / left for n in SHARES if n not in given}, **table}

    @model_validator(mode="after")
    def _sum_is_one(self) -> SplitTable:
        total = self.train + self.val + self.test
        if abs(total - 1) > 1e-6:
            raise ValueError(f"shares train, val and test that sum to 1, got {total:g}")
        return self


class AugmentTable(Table):
    """How many training rows a picture gives."""

    per_sample: Annotated[int, Field(ge=1, le=10_000, description="Training rows a picture.")] = 1
    original: Annotated[
        bool, Field(description="Whether the first of them is the picture as it is, without augmenters.")
    ] = True
    per_class_at_least: Annotated[
        int,
        Field(
            ge=0,
            le=1_000_000,
            description="Fill small classes of the target of `best` up to so many training rows; without "
            "augmenters by repeating pictures.",
        ),
    ] = 0
    most_per_sample: Annotated[
        int, Field(ge=1, le=10_000, description="More rows a picture are not made to fill a class.")
    ] = 50


class CandidateTable(Table):
    """The name of a candidate; what it changes is validated once it is merged."""

    name: Annotated[Name, Field(description="How it is called on the leaderboard.")]
