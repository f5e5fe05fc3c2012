"""What all stages of a run share (recipe, store, pictures), and the stages that all candidates share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ..data import Picture, Sample
from ..digests import key_of
from ..encoder import Encoder
from ..kinds import Transform
from ..parts import Part, identity
from ..progress import Progress
from ..registry import Registry
from ..rowlog import RowLog
from ..rows import Pictures, RowStore
from ..runfolder import RunFolder, StageRecord
from ..stages import split, survey
from ..store import Store
from ..targets import Target
from . import keys
from .looking import Looker
from .needs import decoding_side, learns, learns_pixels

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

    def log(self, kind: str, key: str) -> RowLog:
        """The log of this kind and key; one reader and writer for the whole run."""
        name = f"{kind}/{key}"
        if name not in self._logs:
            self._logs[name] = RowLog(self.store.folder(kind) / f"{key}.log")
        return self._logs[name]

    @cached_property
    def pictures(self) -> Pictures:
        """The decoded pictures at the recipe's side."""
        return self.pictures_at(decoding_side(self.recipe))

    def pictures_at(self, side: int | None) -> Pictures:
        """The decoded pictures at another side, for a candidate that wants one."""
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

    def survey(self, done: StageRecord) -> tuple[list[Sample], dict[str, Target]]:
        """Every sample of all sources, looked at, one a content; and the targets with their labels."""
        recipe = self.recipe
        listed = survey.listed(recipe.sources, recipe.columns, recipe.split.splits)
        listed = survey.limited(listed, self.limit)
        survey.used_targets(recipe.targets, listed)
        looked, new = self._looker().look(listed, workers=self.workers, progress=self.progress)
        samples = survey.labelled(survey.merged(looked, recipe.targets), recipe.targets)
        targets = survey.used_targets(recipe.targets, samples)
        usable = [sample for sample in samples if not sample.left_out]
        copies = sum(len(sample.copies) for sample in usable)
        done.key, done.rows, done.made = keys.survey_key(samples), len(usable), new
        done.notes += [f"{len(usable):,} samples", f"{new:,} looked at, {len(looked) - new:,} known"]
        done.notes += [f"{copies:,} copies of others"] if copies else []
        done.notes += [f"{n:,} left out"] if (n := len(samples) - len(usable)) else []
        return samples, targets

    def split(self, samples: Sequence[Sample], done: StageRecord) -> list[Sample]:
        """The samples with their split."""
        table = self.recipe.split
        shares = {"train": table.train, "val": table.val, "test": table.test}
        found = split.split(samples, shares, exact=table.exact, seed=self.recipe.seed)
        counts = {name: len(of_split(found, name)) for name in split.NAMES}
        done.key = key_of(keys.survey_key(samples), shares, table.exact, self.recipe.seed)
        done.rows = sum(counts.values())
        done.notes.append(", ".join(f"{count:,} {name}" for name, count in counts.items()))
        return found

    def frozen(self, recipe: Recipe, train: Sequence[Sample] = ()) -> Encoder:
        """The encoder with its backbone as it is before any training on labels."""
        side = decoding_side(recipe)
        transforms = self.transforms(recipe, train)
        annotators = tuple(Part(a, a) for a in recipe.annotators if a.at_predict)
        return Encoder(side, annotators, transforms, self._backbone(recipe, train, transforms))

    def transforms(self, recipe: Recipe, train: Sequence[Sample]) -> tuple[Part, ...]:
        """The transforms, fitted in order on train pictures where they learn."""
        parts: list[Part] = []
        pictures = self.pictures_at(decoding_side(recipe))
        for transform in recipe.transforms:
            if not learns(transform):
                parts.append(Part(transform, transform))
                continue
            before = Encoder(None, (), tuple(parts), Part(recipe.backbone, recipe.backbone))
            seen = (before.transformed(pictures(sample)) for sample in train)
            key = key_of("transform", identity(transform), [p.digest for p in parts], [s.id for s in train])
            parts.append(self.kept_part("transform", key, partial(_fitted, transform, seen)))
        return tuple(parts)

    def kept_part(self, kind: str, key: str, make: Callable[[], Part]) -> Part:
        """The part kept under a key, made and kept first where there is none; always as it reads back."""
        find = self.registry.find
        return self.store.kept(
            kind,
            key,
            write=lambda draft: make().save(draft / "part"),
            read=lambda kept: Part.load(kept / "part", find),
        )[0]

    def _backbone(self, recipe: Recipe, train: Sequence[Sample], transforms: tuple[Part, ...]) -> Part:
        backbone, trainer = recipe.backbone, recipe.trainer
        backbone.prepare(self.folder.say)
        key = key_of("backbone", identity(backbone))
        if hasattr(backbone, "trainer") and trainer is not None:
            return self.kept_part(
                "backbone", key, lambda: Part(backbone, trainer.frozen(backbone, self.folder.say))
            )
        if not learns(backbone):
            return Part(backbone, backbone)
        before = Encoder(None, (), transforms, Part(backbone, backbone))
        pictures = self.pictures_at(decoding_side(recipe))
        seen = (before.transformed(pictures(sample)) for sample in train)
        key = key_of(key, [part.digest for part in transforms], [sample.id for sample in train])
        return self.kept_part("backbone", key, lambda: Part(backbone, backbone.fit(seen)))

    def _looker(self) -> Looker:
        recipe, side = self.recipe, decoding_side(self.recipe)
        early = not learns_pixels(recipe) and not any(
            learns(part) for part in (*recipe.transforms, recipe.backbone)
        )
        encoder = self.frozen(recipe) if early else None
        return Looker(
            recipe.sources,
            [key_of(identity(source)) for source in recipe.sources],
            side,
            recipe.annotators,
            self.log("digests", "digests"),
            self.log("looks", keys.looks_key(recipe, side)),
            self.pictures.kept,
            keep_pictures=learns_pixels(recipe),
            rows=self.log("rows", encoder.key) if encoder else None,
            encode=encoder.encode if encoder else None,
        )


def _fitted(transform: Transform, pictures: Iterator[Picture]) -> Part:
    return Part(transform, transform.fit(pictures))


def of_split(samples: Sequence[Sample], name: str) -> list[Sample]:
    """The usable samples of one split, in a fixed order."""
    return sorted((s for s in samples if s.split == name and not s.left_out), key=lambda s: s.id)
