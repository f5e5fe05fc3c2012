"""One candidate at work: the stages from encode to fit, each with what it keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..data import Finding, Sample
from ..encoder import Encoder, augmented
from ..learning import Rows, TrainingTask
from ..neural import NeuralBackbone
from ..parts import Part, identity
from ..runfolder import StageRecord
from ..stages import augment, choose, clean, decide, encode, fit
from ..store import key_of
from ..targets import Target, known, truth
from . import keys
from .shared import Line, decoding_side, learns_pixels, of_split

if TYPE_CHECKING:
    import numpy as np

    from ..recipe import Recipe
    from ..stages.fit import Learned

Row = tuple[Sample, int]


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
            pictures = self.line.pictures_at(decoding_side(self.recipe))
            done.made = pictures.keep(usable, workers=self.line.workers, progress=self.line.progress)
            done.notes.append(f"pictures of {len(usable):,} samples for training, {done.made:,} decoded now")
            return
        self.encoder = self.line.frozen(self.recipe, self.split("train"))
        done.key = self.encoder.key
        done.made = self.make_rows(self.encoder, [(sample, 0) for sample in usable])
        done.notes.append(f"{len(usable):,} rows, {done.made:,} made now")

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
        train = self.split("train")
        features = (lambda samples: self.features([(s, 0) for s in samples])) if self.encoder else None
        pictures = self.line.pictures_at(decoding_side(self.recipe))
        found = clean.clean(train, self.recipe.cleaners, pictures=pictures, features=features)
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
        if self.encoder is not None:
            done.made = self.make_rows(self.encoder, planned)
            planned = [row for row in planned if row[0].id in {s.id for s in self.split("train")}]
        done.rows = len(planned)
        done.notes.append(f"{len(planned):,} training rows from {len(train):,} samples")
        return planned

    def rows(self, planned: Sequence[Row], encoder: Encoder | None, *, varied: bool) -> Rows:
        """Rows to learn from: features where there is an encoder, else pixels drawn when asked for."""
        import numpy as np

        samples = tuple(sample for sample, _ in planned)
        labels = [sample.labels for sample in samples]
        found = {name: truth(target, labels) for name, target in self.targets.items()}
        weights = {n: known(self.targets[n], t).astype(np.float32) for n, t in found.items()}
        return Rows(
            samples,
            np.array([number for _, number in planned], np.int64),
            found,
            weights,
            tuple(sample.group or sample.digest for sample in samples),
            {"features": self.features(planned, encoder)} if encoder and planned else {},
            None if encoder else self._draw(planned, varied=varied),
        )

    def _draw(self, planned: Sequence[Row], *, varied: bool) -> Callable[[int, int], np.ndarray]:
        recipe = self.recipe
        pictures = self.line.pictures_at(decoding_side(recipe))
        transforms = self.line.transforms(recipe, self.split("train"))
        before = Encoder(None, (), transforms, Part(recipe.backbone, recipe.backbone))
        backbone = recipe.backbone
        assert isinstance(backbone, NeuralBackbone)

        def draw(row: int, epoch: int) -> np.ndarray:
            sample, number = planned[row]
            if varied:
                number = augment.number_in_epoch(number, epoch, recipe.augment.per_sample)
            picture = augmented(pictures(sample), sample, number, recipe.augmenters, recipe.seed)
            return backbone.pixels(before.transformed(picture).image)

        return draw

    def fit(self, planned: Sequence[Row], done: StageRecord) -> tuple[dict[str, Part], tuple[Any, ...]]:
        """Everything learned, as parts read back from what was kept; and the history."""
        train = self.rows(planned, self.encoder, varied=bool(self.recipe.augmenters))
        val = self.rows([(sample, 0) for sample in self.split("val")], self.encoder, varied=False)
        best = choose.best_of(self.recipe.best, self.recipe.metrics, self.targets)
        done.key = keys.fit_key(self.recipe, self.targets, self._seen_key(), train, val, self.recipe.best)
        done.rows = len(train)
        kept = self.line.store.get("fit", done.key)
        if kept is None:
            learned = self._learn(planned, train, val, best, done.key)
            kept = self.line.store.make("fit", done.key, lambda draft: _save(self.recipe, learned, draft))
            done.made = len(train)
        find = self.line.registry.find
        heads = {str(h.name): Part.load(kept / f"head-{i}", find) for i, h in enumerate(self.recipe.heads)}
        if (kept / "backbone").is_dir():
            self.encoder = self.encoder_with(Part.load(kept / "backbone", find))
            self.make_rows(self.encoder, [(s, 0) for s in self.samples if s.split in ("val", "test")])
        done.notes.append(f"{', '.join(h.use for h in self.recipe.heads)} on {len(train):,} rows")
        done.notes += [] if done.made else ["kept from before"]
        return heads, tuple(json.loads((kept / "history.json").read_text("utf-8")))

    def encoder_with(self, backbone: Part) -> Encoder:
        """The encoder with a backbone that was trained."""
        recipe = self.recipe
        annotators = tuple(Part(a, a) for a in recipe.annotators if a.at_predict)
        transforms = self.line.transforms(recipe, self.split("train"))
        return Encoder(decoding_side(recipe), annotators, transforms, backbone)

    def _seen_key(self) -> str:
        """Says what the heads learn from: the encoder, or pixels and the network that sees them."""
        if self.encoder is not None:
            return self.encoder.key
        self.recipe.backbone.prepare(self.line.folder.say)
        transforms = self.line.transforms(self.recipe, self.split("train"))
        side = decoding_side(self.recipe)
        return key_of(keys.pictures_key(side), [t.digest for t in transforms], identity(self.recipe.backbone))

    def _learn(self, planned: Sequence[Row], train: Rows, val: Rows, best: choose.Best, key: str) -> Learned:
        recipe, line = self.recipe, self.line
        decisions = decide.decide(self.targets, threshold=recipe.decide.threshold)

        def score(probabilities: Mapping[str, np.ndarray]) -> float:
            judge = choose.among(best, recipe.metrics, [self.targets[name] for name in probabilities])
            name = judge.target.name
            return judge.of(val.truth[name], probabilities[name], decisions[name])

        def features(fitted: Any) -> tuple[Rows, Rows]:
            encoder = self.encoder_with(Part(recipe.backbone, fitted))
            validated = [(sample, 0) for sample in val.samples]
            self.make_rows(encoder, [*planned, *validated])
            return self.rows(planned, encoder, varied=True), self.rows(validated, encoder, varied=False)

        task = TrainingTask(
            recipe.backbone,
            self.encoder and self.encoder.backbone.fitted,
            {},
            self.targets,
            train,
            val,
            recipe.seed,
            line.store.folder("training") / key,
            line.workers,
            line.deadline,
            score,
            line.folder.say,
        )
        return fit.fit(recipe.heads, task, recipe.trainer, features=features)


def _save(recipe: Recipe, learned: Learned, draft: Path) -> None:
    if learned.encoder is not None:
        Part(recipe.backbone, learned.encoder).save(draft / "backbone")
    for index, head in enumerate(recipe.heads):
        Part(head, learned.heads[str(head.name)]).save(draft / f"head-{index}")
    (draft / "history.json").write_text(json.dumps(list(learned.history)), "utf-8")
