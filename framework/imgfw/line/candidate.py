"""One candidate at work: its encoder, its rows, and the stages from encode to augment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..data import Finding, Sample
from ..encoder import Encoder, augmented, transformed
from ..learning import Rows, weights_of
from ..neural import NeuralBackbone
from ..parts import Part
from ..runfolder import StageRecord
from ..stages import augment, clean, encode
from ..stages.augment import Row
from ..store import read_json
from ..targets import Target, truth
from . import encoders, keys
from .line import Line, of_split
from .needs import learns_pixels

if TYPE_CHECKING:
    import numpy as np

    from ..recipe import Recipe


@dataclass
class Candidate:
    """A candidate at work; its methods are the stages, called in order by `attempt.attempted`."""

    line: Line
    recipe: Recipe
    samples: list[Sample]
    targets: Mapping[str, Target]
    encoder: Encoder | None = None

    def split(self, name: str) -> list[Sample]:
        """The usable samples of one split."""
        return of_split(self.samples, name)

    def encode(self, done: StageRecord) -> None:
        """Make the encoder and a row for every sample; where pixels are learned from, keep the pictures."""
        usable = [sample for sample in self.samples if not sample.left_out]
        done.rows = len(usable)
        if learns_pixels(self.recipe):
            done.made = self._keep_pictures(usable)
            self.recipe = encoders.ready(self.line, self.recipe, self.split("train"))
            log = self.line.pictures_at(self.recipe.side).kept
            done.reused = sum(s.digest in log and not log.is_new(s.digest) for s in usable)
            done.notes.append(f"pictures of {len(usable):,} samples, {_made(done.made)}")
            return
        self.recipe = encoders.ready(self.line, self.recipe, self.split("train"))
        self.encoder = encoders.frozen(self.line, self.recipe, self.split("train"))
        done.key = self.encoder.key
        rows = [(sample, 0) for sample in usable]
        done.made = self.make_rows(self.encoder, rows)
        done.reused = self.line.row_store(self.recipe, self.encoder).reused(rows)
        done.notes.append(f"{len(usable):,} rows, {_made(done.made)}")

    def _keep_pictures(self, usable: Sequence[Sample]) -> int:
        """See that pixels are kept; what cannot be decoded or transformed is left out from here on."""
        pictures = self.line.pictures_at(self.recipe.side)
        made, lost = pictures.keep(usable, workers=self.line.workers, progress=self.line.progress)
        failed = {sample.id: lost[sample.digest] for sample in usable if sample.digest in lost}
        rest = [sample for sample in usable if sample.id not in failed]
        if self.recipe.transforms:
            transforms = encoders.fitted_transforms(self.line, self.recipe, of_split(rest, "train"))
            failed |= encoders.refused(self.line, self.recipe, transforms, rest)
        self.samples = encode.without_rows(self.samples, failed)
        return made

    def make_rows(self, encoder: Encoder, wanted: Sequence[Row]) -> int:
        """See that these rows are kept; samples whose row cannot be made are left out from here on."""
        store = self.line.row_store(self.recipe, encoder)
        made, failed = store.make(wanted, workers=self.line.workers, progress=self.line.progress)
        self.samples = encode.without_rows(self.samples, failed)
        return made

    def features(self, rows: Sequence[Row], encoder: Encoder | None = None) -> np.ndarray:
        """The features of rows that are kept."""
        encoder = encoder or self.encoder
        assert encoder is not None
        store = self.line.row_store(self.recipe, encoder)
        return store.gather([sample for sample, _ in rows], [number for _, number in rows])

    def clean(self, done: StageRecord) -> list[Finding]:
        """What the cleaners find among the training samples."""
        train, cleaners = self.split("train"), self.recipe.cleaners
        features = (lambda samples: self.features([(s, 0) for s in samples])) if self.encoder else None
        pictures = self.line.pictures_at(self.recipe.side)
        seen = self.encoder.key if self.encoder else keys.pictures_key(self.recipe.side)
        done.key = keys.clean_key(train, cleaners, seen)

        def inspected() -> list[dict[str, Any]]:
            return [vars(each) for each in clean.clean(train, cleaners, pictures=pictures, features=features)]

        plain, made = self.line.store.kept(
            "clean",
            done.key,
            write=lambda draft: (draft / "findings.json").write_text(json.dumps(inspected())),
            read=lambda kept: read_json(kept / "findings.json"),
        )
        found = [Finding(**each) for each in plain]
        done.made, done.reused = (len(train), 0) if made else (0, len(train))
        if not cleaners:
            done.made = done.reused = 0
        done.rows = len(clean.kept(train, found))
        flagged = sum(finding.action == "flag" for finding in found)
        done.notes.append(
            f"{len(train) - done.rows:,} of {len(train):,} training samples dropped, {flagged:,} flagged"
        )
        return found

    def augment(self, findings: Sequence[Finding], done: StageRecord) -> list[Row]:
        """Plan the training rows, and make those that features are taken of."""
        table = self.recipe.augment
        train = clean.kept(self.split("train"), findings)
        planned = augment.plan(
            train, self.recipe.augmenters, per_sample=table.per_sample, original=table.original
        )
        if table.per_class_at_least:
            planned = self._filled(planned, done)
        if self.encoder is not None:
            done.made = self.make_rows(self.encoder, planned)
            varied = [row for row in planned if row[1]]
            done.reused = self.line.row_store(self.recipe, self.encoder).reused(varied)
            usable = {sample.id for sample in self.split("train")}
            planned = [row for row in planned if row[0].id in usable]
        done.rows = len(planned)
        done.notes.insert(0, f"{len(planned):,} training rows from {len(train):,} samples")
        return planned

    def _filled(self, planned: Sequence[Row], done: StageRecord) -> list[Row]:
        """The rows with those that fill small classes; classes that stay small are told."""
        table, target = self.recipe.augment, self.recipe.best.partition("/")[0]
        found = augment.filled(
            planned,
            self.recipe.augmenters,
            target,
            at_least=table.per_class_at_least,
            most_per_sample=table.most_per_sample,
        )
        short = {
            n: count
            for n, count in augment.per_label(found, target).items()
            if count < table.per_class_at_least
        }
        done.notes += [f"{name} has only {count:,}" for name, count in sorted(short.items())]
        return found

    def rows(self, planned: Sequence[Row], encoder: Encoder | None, *, learned: bool) -> Rows:
        """Rows to learn from or to judge on: features where there is an encoder, else pixels when asked for.

        learned  from: labels and samples count as the recipe says, and every epoch shows other variations
        """
        import numpy as np

        samples = tuple(sample for sample, _ in planned)
        found = {name: truth(target, [s.labels for s in samples]) for name, target in self.targets.items()}
        varied = learned and bool(self.recipe.augmenters)
        weights = weights_of(self.targets, found, samples, self.recipe.weights if learned else None)
        return Rows(
            samples,
            np.array([number for _, number in planned], np.int64),
            found,
            weights,
            tuple(sample.group_key for sample in samples),
            {"features": self.features(planned, encoder)} if encoder and planned else {},
            None if encoder else self._draw(planned, varied=varied),
            steady=not varied,
        )

    def _draw(self, planned: Sequence[Row], *, varied: bool) -> Callable[[int, int], np.ndarray]:
        recipe = self.recipe
        pictures = self.line.pictures_at(recipe.side)
        transforms = encoders.fitted_transforms(self.line, recipe, self.split("train"))
        backbone = recipe.backbone
        assert isinstance(backbone, NeuralBackbone)
        numbers = max((number for _, number in planned), default=0) + 1

        def draw(row: int, epoch: int) -> np.ndarray:
            sample, number = planned[row]
            if varied:
                number = augment.number_in_epoch(number, epoch, numbers)
            picture = augmented(pictures(sample), sample, number, recipe.augmenters, recipe.seed)
            return backbone.pixels(transformed(transforms, picture).image)

        return draw

    def encoder_with(self, backbone: Part) -> Encoder:
        """The encoder with a backbone that was trained."""
        transforms = encoders.fitted_transforms(self.line, self.recipe, self.split("train"))
        return encoders.encoder(self.recipe, transforms, backbone)


def _made(count: int) -> str:
    return f"{count:,} made now" if count else "none missing"
