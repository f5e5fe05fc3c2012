"""A candidate on every fold: each is val once, and all predictions together are what is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..data import Sample
from ..lineage import certified
from ..outcome import Predictions
from ..stages import choose, evaluate, split
from ..targets import Target
from .attempt import Attempt, attempted
from .inheriting import lineages
from .line import Line, of_split

if TYPE_CHECKING:
    from ..recipe import Recipe


def folded(
    line: Line, name: str, recipe: Recipe, samples: Sequence[Sample], targets: Mapping[str, Target]
) -> Attempt:
    """Walk a candidate once for each fold; without folds once.

    The attempt is that of the first fold; its figure is that of all folds' predictions together, so no sample
    was predicted by a model that had seen its group. Raises RunError for a model that is made of one that
    has learned from test.
    """
    for warning in certified(lineages(recipe), samples):
        line.folder.say(warning)
    table = line.recipe.split
    if table.folds is None:
        return attempted(line, name, recipe, list(samples), targets)
    fold = split.folds(samples, table.folds, exact=table.exact, seed=line.recipe.seed)
    attempts = [
        attempted(line, f"{name} fold {number + 1}", recipe, split.refolded(samples, fold, number), targets)
        for number in range(table.folds)
    ]
    targets = attempts[0].bundle.targets
    best = choose.best_of(recipe.best, recipe.metrics, targets)
    given = _together([_on_val(line, attempt) for attempt in attempts])
    target = best.target.name
    figure = best.of_decided(given.truth[target], given.probabilities[target], given.decided[target])
    told: dict[str, Any] = {
        "each": [attempt.val for attempt in attempts],
        "scores": evaluate.scored(given, recipe.metrics, targets, seed=recipe.seed),
    }
    return replace(attempts[0], name=name, figure=figure, val=best.shown(figure), folds=told)


def _on_val(line: Line, attempt: Attempt) -> Predictions:
    samples = of_split(attempt.samples, "val")
    return evaluate.predicted(
        attempt.bundle, samples, line.row_store(attempt.recipe, attempt.bundle.encoder).gather(samples)
    )


def _together(parts: Sequence[Predictions]) -> Predictions:
    import numpy as np

    def joined(field: str) -> dict[str, np.ndarray]:
        return {
            name: np.concatenate([getattr(part, field)[name] for part in parts]) for name in parts[0].truth
        }

    samples = tuple(sample for part in parts for sample in part.samples)
    return Predictions(samples, joined("truth"), joined("probabilities"), joined("decided"))
