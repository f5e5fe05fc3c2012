"""One run at work: what all its stages share."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .. import corrections
from ..data import Sample
from ..encoder import Encoder
from ..progress import Progress
from ..registry import Registry
from ..rowlog import RowLog
from ..rows import Pictures, RowStore
from ..runfolder import RunFolder
from ..store import Store
from . import keys
from .intake import Intake
from .outlook import Outlook

if TYPE_CHECKING:
    from ..recipe import Recipe


@dataclass(frozen=True)
class Line:
    """One run at work.

    workers     threads that decode and encode
    limit       use at most this many samples, or None
    time_limit  seconds after which no further epoch of training begins, or None
    begun       when the run began, in seconds since the epoch
    """

    recipe: Recipe
    registry: Registry
    store: Store
    folder: RunFolder
    progress: Progress
    workers: int
    limit: int | None = None
    time_limit: float | None = None
    begun: float = 0.0
    _logs: dict[str, RowLog] = field(default_factory=dict)

    @property
    def deadline(self) -> float | None:
        """When the time is up, in seconds since the epoch; None where there is no limit."""
        return None if self.time_limit is None else self.begun + self.time_limit

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return self.deadline is not None and time.time() > self.deadline

    def telling(self, progress: Progress) -> Line:
        """The same line, whose stages are told through another progress."""
        folder = RunFolder(self.folder.path, progress)
        folder.stages = self.folder.stages
        return replace(self, folder=folder)

    def looking_ahead(self) -> Line:
        """The same line, which tells what its work will take, and refuses what the disk has no room for."""

        def files() -> list[Path]:
            return [log.path for log in self._logs.values()]

        return replace(self, progress=Outlook(self.progress, self.folder.say, self.store.root, files))

    def log(self, kind: str, key: str) -> RowLog:
        """The log of this kind and key; one reader and writer for the whole run."""
        name = f"{kind}/{key}"
        if name not in self._logs:
            self._logs[name] = RowLog(self.store.folder(kind) / f"{key}.log")
        return self._logs[name]

    @cached_property
    def intake(self) -> Intake:
        """The pictures of the recipe's sources."""
        recipe = self.recipe
        return Intake(
            recipe.sources,
            recipe.annotators,
            recipe.uncut,
            recipe.columns,
            recipe.split.splits,
            recipe.side,
            self.store,
            self.log,
            self.workers,
            self.progress,
            {name: corrections.read(path, recipe.uncut[name]) for name, path in recipe.corrections.items()},
        )

    def pictures_at(self, side: int | None) -> Pictures:
        """The decoded pictures at a side; a candidate may want another than the recipe."""
        return Pictures(self.recipe.sources, side, self.log("pictures", keys.pictures_key(side)))

    def row_store(self, recipe: Recipe, encoder: Encoder) -> RowStore:
        """The rows of an encoder."""
        return RowStore(
            self.log("rows", encoder.key),
            encoder,
            self.pictures_at(encoder.side),
            recipe.augmenters,
            recipe.seed,
            keys.variation_key(recipe),
        )


def of_split(samples: Sequence[Sample], name: str) -> list[Sample]:
    """The usable samples of one split, in a fixed order."""
    return sorted((s for s in samples if s.split == name and not s.left_out), key=lambda s: s.id)
