"""A validated recipe as the run uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..images import rounded_side
from ..kinds import (
    Annotator,
    Augmenter,
    Backbone,
    Cleaner,
    Head,
    Metric,
    Sink,
    Source,
    Trainer,
    Transform,
)
from ..targets import ClassWeights, Target
from .decide_table import DecideTable
from .refinement import Refinement
from .tables import CHANGEABLE, AugmentTable, GroupTable, SplitTable


@dataclass(frozen=True)
class Candidate:
    """A variation of a recipe, under a name of its own."""

    name: str
    recipe: Recipe


@dataclass(frozen=True)
class Recipe:
    """A validated recipe.

    path        its file, text its content as given
    name        begins the names of run folders
    best        the figure that chooses, "TARGET/FIGURE"
    targets     {name: Target}: what the heads predict; labels () where they are read from the samples
    columns     {target: names under which the sources give it}
    weights     {target: how much its labels count}, for those that do not count the same
    heads       each with `name` and `targets` filled in; "head:NAME" inputs come after NAME
    trainer     None where nothing neural needs one
    candidates  the variations; the recipe as it stands is not among them
    tables      plain tables with every default, heads in the order of the file
    cuts        {target: the ordinal target into which a number is cut}; edges () where train tells them
    origins     {"head.0.units": "recipes/x.toml:14" | "--set" | "candidate NAME" | "refine" |
                "default"}
    teacher     the backbone that the trainer learns from, None without one; a bundle is the trainer's own
    refinement  what is tried on the best candidate, None where nothing is
    corrections {target: the table of labels that count instead of those of the sources}
    """

    path: Path | None
    text: str
    name: str
    seed: int
    best: str
    sources: tuple[Source, ...]
    targets: Mapping[str, Target]
    columns: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, ClassWeights]
    group: GroupTable
    split: SplitTable
    annotators: tuple[Annotator, ...]
    cleaners: tuple[Cleaner, ...]
    transforms: tuple[Transform, ...]
    augment: AugmentTable
    augmenters: tuple[Augmenter, ...]
    backbone: Backbone
    heads: tuple[Head, ...]
    trainer: Trainer | None
    decide: DecideTable
    metrics: tuple[Metric, ...]
    sinks: tuple[Sink, ...]
    candidates: tuple[Candidate, ...]
    tables: Mapping[str, Any]
    origins: Mapping[str, str]
    teacher: Backbone | None = None
    corrections: Mapping[str, Path] = field(default_factory=dict)
    cuts: Mapping[str, Target] = field(default_factory=dict)
    refinement: Refinement | None = None

    @property
    def uncut(self) -> dict[str, Target]:
        """The targets as samples have them before the split: what is to be cut is a number still."""
        return {n: Target(n, "number") if n in self.cuts else target for n, target in self.targets.items()}

    def alone(self) -> Recipe:
        """The recipe as it stands, without candidates and refinement."""
        tables = {name: each for name, each in self.tables.items() if name not in ("candidate", "refine")}
        return replace(self, candidates=(), refinement=None, tables=tables)

    @property
    def variants(self) -> Iterator[Recipe]:
        """The recipe as it stands, its candidates, and what its refinement is known to come to."""
        yield self
        yield from (candidate.recipe for candidate in self.candidates)
        for recipes in self.refinement.checked.values() if self.refinement else ():
            yield from recipes

    @cached_property
    def variation(self) -> str:
        """All that candidates may change of it, as text: the same where two candidates are the same."""
        return json.dumps({name: self.tables.get(name) for name in CHANGEABLE}, sort_keys=True)

    @cached_property
    def side(self) -> int | None:
        """The one size at which it decodes: the largest side that its components declare, rounded up."""
        parts = [*self.annotators, *self.transforms, *self.cleaners, *self.augmenters, self.backbone]
        parts += [] if self.teacher is None else [self.teacher]
        sides = [part.side for part in parts]
        return None if None in sides else rounded_side(max(side or 0 for side in sides))
