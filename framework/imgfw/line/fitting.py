"""Fit a candidate: what it learned is kept under the content that it was learned from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..digests import key_of
from ..learning import Rows, TrainingTask
from ..parts import Part, identity
from ..runfolder import StageRecord
from ..stages import choose, decide, fit
from ..stages.augment import Row
from ..store import read_json
from . import encoders, keys, teaching
from .candidate import Candidate
from .deciding import aims

if TYPE_CHECKING:
    import numpy as np

    from ..recipe import Recipe
    from ..stages.fit import Learned


class _Kept(NamedTuple):
    backbone: Part | None
    heads: dict[str, Part]
    history: tuple[Any, ...]


def fitted(
    candidate: Candidate, planned: Sequence[Row], done: StageRecord
) -> tuple[dict[str, Part], tuple[Any, ...]]:
    """Everything learned, as parts read back from what was kept; and the history."""
    teacher = teaching.teacher_of(candidate)
    planned = teacher.seen(candidate, planned) if teacher else planned
    train = candidate.rows(planned, candidate.encoder, learned=True)
    val = candidate.rows([(sample, 0) for sample in candidate.split("val")], candidate.encoder, learned=False)
    best = choose.best_of(candidate.recipe.best, candidate.recipe.metrics, candidate.targets)
    done.key = keys.fit_key(
        candidate.recipe, candidate.targets, _seen_key(candidate), train, val, candidate.recipe.best
    )
    done.key = key_of(done.key, teacher.key) if teacher else done.key
    if candidate.line.time_limit is not None:  # what was cut short must not pass for what was not
        done.key = key_of(done.key, candidate.line.time_limit)
    done.rows = len(train)
    kept, made = candidate.line.store.kept(
        "fit",
        done.key,
        write=lambda draft: _save(
            candidate.recipe, _learn(candidate, planned, train, val, best, done.key, teacher), draft
        ),
        read=lambda folder: _read(folder, candidate),
    )
    candidate.line.store.done_with("training", done.key)
    if kept.backbone is not None:
        candidate.encoder = candidate.encoder_with(kept.backbone)
        candidate.make_rows(
            candidate.encoder, [(s, 0) for s in candidate.samples if s.split in ("val", "test")]
        )
    done.made, done.reused = (len(train), 0) if made else (0, len(train))
    done.notes.append(f"{', '.join(h.use for h in candidate.recipe.heads)} on {len(train):,} rows")
    done.notes += [] if made else ["kept from before"]
    return kept.heads, kept.history


def _seen_key(candidate: Candidate) -> str:
    """Says what the heads learn from: the encoder, or pixels and the network that sees them."""
    if candidate.encoder is not None:
        return candidate.encoder.key
    transforms = encoders.fitted_transforms(candidate.line, candidate.recipe, candidate.split("train"))
    return key_of(
        keys.pictures_key(candidate.recipe.side),
        [t.digest for t in transforms],
        identity(candidate.recipe.backbone),
    )


def _learn(
    candidate: Candidate,
    planned: Sequence[Row],
    train: Rows,
    val: Rows,
    best: choose.Best,
    key: str,
    teacher: teaching.Taught | None,
) -> Learned:
    recipe, line = candidate.recipe, candidate.line
    decisions = decide.fixed(candidate.targets, aims(recipe))  # what is fitted on val waits for the end

    def score(probabilities: Mapping[str, np.ndarray]) -> float:
        judge = choose.among(best, recipe.metrics, [candidate.targets[name] for name in probabilities])
        name = judge.target.name
        return judge.of(val.truth[name], probabilities[name], decisions[name])

    def features(fitted: Any) -> tuple[Rows, Rows]:
        encoder = candidate.encoder_with(Part(recipe.backbone, fitted))
        validated = [(sample, 0) for sample in val.samples]
        candidate.make_rows(encoder, [*planned, *validated])
        learned = candidate.rows(planned, encoder, learned=True)
        return told(learned), candidate.rows(validated, encoder, learned=False)

    def told(rows: Rows) -> Rows:
        return teacher.given(candidate, planned, rows) if teacher else rows

    task = TrainingTask(
        recipe.backbone,
        candidate.encoder and candidate.encoder.backbone.fitted,
        {},
        candidate.targets,
        told(train),
        val,
        recipe.seed,
        line.store.workplace("training", key),
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


def _read(folder: Path, candidate: Candidate) -> _Kept:
    find, trained = candidate.line.registry.find, folder / "backbone"
    backbone = Part.load(trained, find) if trained.is_dir() or candidate.encoder is None else None
    heads = {str(h.name): Part.load(folder / f"head-{i}", find) for i, h in enumerate(candidate.recipe.heads)}
    return _Kept(backbone, heads, tuple(read_json(folder / "history.json")))
