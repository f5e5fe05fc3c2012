"""One candidate from encode to decide, and what it came to on val."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ..bundle import Bundle
from ..data import Finding, Sample
from ..stages import choose, classes, cut
from ..targets import Target
from .candidate import Candidate
from .deciding import decided
from .fitting import fitted
from .line import Line

if TYPE_CHECKING:
    from ..recipe import Recipe


@dataclass(frozen=True)
class Attempt:
    """What one candidate came to.

    samples and targets of the bundle: numbers that the recipe cuts are labels
    classes samples and rows of each label, see `stages.classes.HEADER`
    decided {target: its decision for people}
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
    decided: Mapping[str, Mapping[str, Any]]
    history: tuple[Mapping[str, Any], ...]
    figure: float
    val: float | None
    folds: Mapping[str, Any] | None = None


def attempted(
    line: Line, name: str, recipe: Recipe, samples: list[Sample], targets: Mapping[str, Target]
) -> Attempt:
    """Walk a candidate from encode to decide, and judge it on val. `samples` have their split."""
    samples, targets, cuts = cut.cut(samples, targets, recipe.cuts)
    alone = name == line.recipe.name and not (line.recipe.candidates or line.recipe.refinement)
    stage = partial(line.folder.stage, candidate=name, alone=alone)
    candidate = Candidate(line, recipe, samples, targets)
    with stage("encode") as done:
        candidate.encode(done)
        done.notes += cuts
    with stage("clean") as done:
        findings = candidate.clean(done)
    with stage("augment") as done:
        planned = candidate.augment(findings, done)
    with stage("fit") as done:
        heads, history = fitted(candidate, planned, done)
    with stage("decide") as done:
        found = decided(candidate, heads, planned, done)
        val = choose.best_of(recipe.best, recipe.metrics, targets).shown(found.figure)
        none = f"{recipe.best} is undefined on val" if done.rows else "no val split"
        done.notes.insert(0, none if val is None else f"{recipe.best} on val {val:.3f}")
    return Attempt(
        name,
        recipe,
        tuple(candidate.samples),
        tuple(findings),
        tuple(classes.distribution(targets, candidate.samples, planned)),
        found.bundle,
        found.told(),
        history,
        found.figure,
        val,
    )
