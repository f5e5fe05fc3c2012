"""A run: one recipe, walked from survey to sinks."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial, reduce
from operator import or_
from pathlib import Path

from ..bundle import read
from ..digests import sha256_of
from ..errors import RunError
from ..lineage import Lineage
from ..outcome import Outcome
from ..progress import Progress
from ..recipe import Recipe, load, resolved_toml
from ..registry import find_plugins
from ..runfolder import RunFolder, StageRecord
from ..stages import classes, sinks
from ..store import Store, cache_root
from .asked import check_numbers, overrides, plugin_files
from .competing import Competition, competed
from .evidence import with_examples
from .features import features_of
from .inheriting import lineages
from .line import Line
from .needs import prepare
from .probing import probed
from .scoring import Scored, scored
from .shared import parted, surveyed
from .trust import Trust, trust


def run(
    recipe: str | Path,
    *,
    sets: str | Sequence[str] = (),
    runs: str | Path = "runs",
    limit: int | None = None,
    time_limit: float | None = None,
    workers: int | None = None,
    plugins: str | Path | Sequence[str | Path] = (),
    probe_leaks: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Do what a recipe says: find, split, encode, clean, augment, fit, decide, evaluate, and write it down.

    recipe      a TOML file
    sets        overrides as "head.0.units=[128]"
    runs        the folder in which the run folder is made
    limit       use at most this many samples
    time_limit  seconds after which no further epoch of training begins
    workers     threads that decode and encode; by default one a core. The result does not depend on it
    plugins     further plugins, as Python files
    probe_leaks do the line once more on shuffled labels; RunError if a model can tell these

    Raises CallError for an argument that makes no sense, RecipeError with every problem of the recipe, and
    RunError where the run cannot go on.
    """
    check_numbers(limit=limit, workers=workers, time_limit=time_limit)
    progress = progress or Progress()
    registry = find_plugins(plugin_files(plugins))
    plan = load(Path(recipe), overrides(sets), registry)
    folder = RunFolder.new(Path(runs), plan.name, progress)
    folder.text("recipe.toml", plan.text)
    folder.text("resolved.toml", resolved_toml(plan))
    threads = workers or os.cpu_count() or 1
    line = Line(
        plan, registry, Store(cache_root()), folder, progress, threads, limit, time_limit, begun=time.time()
    ).looking_ahead()

    with folder.stage("survey") as done:
        prepare(plan, folder.say)
        samples, targets = surveyed(line, done)
    with folder.stage("split") as done:
        samples, near = parted(line, samples, done)
    competition = competed(line, samples, targets)
    best = competition.best
    with_examples(line, best).save(folder.path / "bundle")
    reduce(or_, lineages(best.recipe).values(), Lineage.of(best.samples)).save(folder.path / "bundle")
    with folder.stage("evaluate") as done:
        result = scored(line, best, done)
    found = None
    if probe_leaks:
        with folder.stage("probe") as done:
            found = probed(line, best, samples)
            done.rows = done.made = sum(not sample.left_out for sample in samples)
            done.notes.append(str(found))
    believed = trust(best, result, near, found)
    for sentence in believed.lines():
        folder.say(sentence)
    outcome = _written(line, competition, result, believed)
    with folder.stage("sinks") as done:
        outcome = replace(outcome, unwritten=_sinks(line, outcome, done))
    folder.finish()
    if found and found.leaks:
        raise RunError(f"{found}. The run is kept in {folder.path}; do not believe its scores")
    return outcome


def _written(line: Line, competition: Competition, result: Scored, believed: Trust) -> Outcome:
    """Everything but the sinks' own, in the run folder."""
    folder, best = line.folder, competition.best
    targets, ranked = best.bundle.targets, competition.plain()
    folder.samples(best.samples, targets)
    folder.findings(best.findings, best.samples)
    folder.table("classes.csv", classes.HEADER, best.classes)
    folder.jsonl("history.jsonl", best.history)
    folder.predictions(result.predictions, best.samples, targets)
    told = {
        "best": best.recipe.best,
        "decisions": best.decided,
        **ranked,
        "trust": believed.plain(),
        "folds": best.folds,
    }
    if len(competition.attempts) > 1:
        folder.text("chosen.toml", resolved_toml(best.recipe.alone()))
    folder.json("scores.json", {**result.document, **told})
    folder.environment(seed=line.recipe.seed, plugins=_plugins(line), files=_files(best.recipe))
    store = line.row_store(best.recipe, best.bundle.encoder)
    pictures = line.pictures_at(best.bundle.encoder.side)
    return Outcome(
        folder.path,
        line.recipe.tables,
        best.samples,
        targets,
        json.loads((folder.path / "scores.json").read_text("utf-8")),
        result.predictions,
        best.history,
        best.findings,
        tuple(ranked["leaderboard"]),
        folder.path / "bundle",
        pictures,
        pictures.content,
        features_of(ranked["leaderboard"], store.gather, best.bundle.encoder.key, partial(line.log, "rows")),
        lambda: read(folder.path / "bundle", line.registry.find),
        line.registry,
    )


def _sinks(line: Line, outcome: Outcome, done: StageRecord) -> dict[str, str]:
    """Let the sinks write; {sink: reason} for those that failed."""
    written, failed = sinks.write(line.recipe.sinks, outcome, line.folder.path / "sinks")
    done.rows = done.made = len(written)
    done.notes += [str(path) for path in written] if written or failed else ["none"]
    done.notes += [f"{name} failed: {reason}" for name, reason in failed.items()]
    return failed


def _plugins(line: Line) -> dict[str, str]:
    return {p.name: f"{p.distribution} {p.version}".rstrip() for p in line.registry.plugins if not p.reason}


def _files(recipe: Recipe) -> dict[str, str]:
    """{path: sha256} of the weights and other files that components read."""
    parts = (*recipe.annotators, *recipe.transforms, recipe.backbone, *recipe.heads)
    return {str(path): sha256_of(path) for part in parts for path in part.files_read()}
