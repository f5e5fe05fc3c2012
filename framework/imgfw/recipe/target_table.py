"""The table [target.NAME] of a recipe: what is to be predicted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from ..targets import TargetType
from .tables import Table

TARGET_NAME = re.compile(r"[^/:|\x00-\x1f\x7f]{1,64}")
"""What a target may be called: scores are named TARGET/FIGURE and columns TARGET:LABEL."""
Label = Annotated[str, Field(min_length=1)]


class TargetTable(Table):
    """What is to be predicted."""

    type: Annotated[
        TargetType | None,
        Field(description="What its labels are; by default what they are in the sources."),
    ] = None
    columns: Annotated[
        Annotated[str, Field(min_length=1)] | Annotated[tuple[Label, ...], Field(min_length=1)] | None,
        Field(alias="from", description="Under which name or names the sources give it; by default its own."),
    ] = None
    labels: Annotated[
        tuple[Label, ...],
        Field(description="Its labels, for an ordinal target in order; by default those that occur."),
    ] = ()
    quantiles: Annotated[
        tuple[Label, ...],
        Field(
            description="Labels in order for a number cut into parts of equal size; where to cut is learned "
            "from train."
        ),
    ] = ()
    edges: Annotated[
        tuple[float, ...],
        Field(
            description="Where a number is cut into `labels`, one edge less than there are of these: each "
            "label begins at an edge."
        ),
    ] = ()
    class_weights: Annotated[
        Literal["none", "balanced"] | Mapping[str, Annotated[float, Field(ge=0)]],
        Field(
            description='How much the rows of each label count in learning: all the same, "balanced" so that '
            "every label counts the same, or as said for each label; for classes and ordinal targets."
        ),
    ] = "none"
    sample_weights: Annotated[
        str,
        Field(
            description="The column of the sources with how much each sample counts in learning, 0 or more; "
            "an empty cell is 1."
        ),
    ] = ""
    corrections: Annotated[
        Path | None,
        Field(
            description="A CSV with the columns file, target and label, which counts instead of what the "
            "sources say."
        ),
    ] = None

    @property
    def cut(self) -> tuple[str, ...]:
        """The labels into which a number is cut, () where none is."""
        return self.quantiles or (self.labels if self.edges else ())

    @field_validator("labels", "quantiles")
    @classmethod
    def _labels_differ(cls, labels: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(labels)) < len(labels) or len(labels) == 1:
            raise ValueError(f"two or more labels, each once, got {', '.join(labels)}")
        return labels

    @field_validator("edges")
    @classmethod
    def _edges_rise(cls, edges: tuple[float, ...]) -> tuple[float, ...]:
        if not all(isfinite(edge) for edge in edges) or any(one >= next for one, next in pairwise(edges)):
            raise ValueError(f"numbers that rise, got {', '.join(map(str, edges))}")
        return edges

    @model_validator(mode="after")
    def _cut_one_way(self) -> TargetTable:
        if self.quantiles and (self.edges or self.labels):
            raise ValueError("either quantiles, or edges with labels, got both")
        if self.edges and (count := len(self.edges) + 1) != len(self.labels):
            raise ValueError(f"{count} labels, one more than edges, got {len(self.labels)}")
        return self
