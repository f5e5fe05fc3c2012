"""The probe for leaks: the line once more on labels that say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..data import Sample
from ..errors import RunError
from ..progress import Progress
from ..runfolder import RunFolder
from ..stages import choose, probe
from ..stages.evaluate import predicted
from .attempt import Attempt, attempted
from .line import Line, of_split

if TYPE_CHECKING:
    import numpy as np


def probed(line: Line, best: Attempt, samples: Sequence[Sample]) -> probe.Probe:
    """Walk the chosen candidate with labels shuffled over groups, and compare its figure with chance.

    samples  all of them, with their split
    What its stages did stands under `probe/` in the run folder.
    """
    folder = RunFolder(line.folder.path / "probe", Progress())
    folder.path.mkdir()
    recipe, targets = best.recipe, best.bundle.targets
    asked = recipe.decide.model_copy(update={"false_accepts": None})  # shuffled labels may leave no stranger
    recipe = replace(recipe, decide=asked)
    silent = replace(line, folder=folder, progress=Progress())
    attempt = attempted(silent, "probe", recipe, probe.shuffled(samples, recipe.seed), targets)
    judged = of_split(attempt.samples, "test") or of_split(attempt.samples, "val")
    if not judged:
        raise RunError("--probe-leaks needs a test or val split to judge on")
    features = silent.row_store(recipe, attempt.bundle.encoder).gather(judged)
    given = predicted(attempt.bundle, judged, features)
    figure = choose.best_of(recipe.best, recipe.metrics, targets)
    name = figure.target.name
    truth, probabilities = given.truth[name], given.probabilities[name]

    def score(index: np.ndarray) -> float:
        return figure.of(truth[index], probabilities, attempt.bundle.decisions[name])

    groups = [sample.group_key for sample in judged]
    return probe.judged(recipe.best, groups, score, recipe.seed)
