"""One candidate from encode to decide, and what it came to on val."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ..bundle import Bundle
from ..data import Finding, Sample
from ..runfolder import StageRecord
from ..stages import choose, classes, decide
from ..store import read_json
from ..targets import Target, truth
from . import keys
from .candidate import Candidate
from .fitting import fitted
from .line import Line

if TYPE_CHECKING:
    from ..recipe import Recipe


@dataclass(frozen=True)
class Attempt:
    """What one candidate came to.

    classes samples and rows of each label, see `stages.classes.HEADER`
    figure  the recipe's best on val, turned so that higher is better; -inf where there is no val split
    val     the same as the metric gives it, or None
    folds   {"each": val of every fold, "scores": of all folds' predictions together}, None without folds
    """

    name: str
    recipe: Recipe
    samples: tuple[Sample, ...]
    findings: tuple[Finding, ...]
    classes: tuple[Sequence[object], ...]
    bundle: Bundle
    history: tuple[Mapping[str, Any], ...]
    figure: float
    val: float | None
    folds: Mapping[str, Any] | None = None


def attempted(
    line: Line, name: str, recipe: Recipe, samples: list[Sample], targets: Mapping[str, Target]
) -> Attempt:
    """Walk a candidate from encode to decide, and judge it on val."""
    alone = name == line.recipe.name and not line.recipe.candidates
    stage = partial(line.folder.stage, candidate=name, alone=alone)
    candidate = Candidate(line, recipe, samples, targets)
    with stage("encode") as done:
        candidate.encode(done)
    with stage("clean") as done:
        findings = candidate.clean(done)
    with stage("augment") as done:
        planned = candidate.augment(findings, done)
    with stage("fit") as done:
        heads, history = fitted(candidate, planned, done)
    with stage("decide") as done:
        decisions = decide.decide(targets, threshold=recipe.decide.threshold)
        assert candidate.encoder is not None
        bundle = Bundle(candidate.encoder, heads, targets, decisions)
        figure = _kept_figure(candidate, bundle, done)
        val = choose.best_of(recipe.best, recipe.metrics, targets).shown(figure)
        done.notes.append("no val split" if val is None else f"{recipe.best} on val {val:.3f}")
    return Attempt(
        name,
        recipe,
        tuple(candidate.samples),
        tuple(findings),
        tuple(classes.distribution(targets, candidate.samples, planned)),
        bundle,
        history,
        figure,
        val,
    )


def _kept_figure(candidate: Candidate, bundle: Bundle, done: StageRecord) -> float:
    val = candidate.split("val")
    done.key, done.rows = keys.decide_key(bundle.digest, candidate.recipe, val), len(val)
    figure, made = candidate.line.store.kept(
        "decide",
        done.key,
        write=lambda draft: (draft / "val.json").write_text(json.dumps(_on_val(candidate, bundle))),
        read=lambda kept: float(read_json(kept / "val.json")),
    )
    done.made, done.reused = (len(val), 0) if made else (0, len(val))
    return figure


def _on_val(candidate: Candidate, bundle: Bundle) -> float:
    """The recipe's best on val, higher is better; -inf where there is no val split."""
    best = choose.best_of(candidate.recipe.best, candidate.recipe.metrics, candidate.targets)
    samples = candidate.split("val")
    if not samples:
        return float("-inf")
    name = best.target.name
    given = bundle.probabilities(candidate.features([(sample, 0) for sample in samples]))
    found = truth(best.target, [sample.labels for sample in samples])
    return best.of(found, given[name], bundle.decisions[name])
