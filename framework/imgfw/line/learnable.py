"""What a recipe may learn from: its train samples with their pictures; nothing is learned."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..border import targets_of
from ..lineage import Lineage
from ..progress import Progress
from ..recipe import load
from ..registry import find_plugins
from ..runfolder import RunFolder
from ..stages import survey
from ..store import Store, cache_root
from .asked import check_numbers, overrides, plugin_files
from .line import Line, of_split
from .shared import divided

if TYPE_CHECKING:
    from ..data import Picture, Sample
    from ..recipe import Recipe
    from ..targets import Target


@dataclass(frozen=True)
class Learnable:
    """The train samples of a recipe.

    name     the recipe's
    samples  those of train, as a run splits them; none that was generated
    targets  {target: Target}, of which numbers are not cut yet
    offered  {target: the same as its source gives it, under the name there}, where it is one column as it is
    picture  picture(sample) -> Picture, upright
    """

    name: str
    samples: tuple[Sample, ...]
    targets: Mapping[str, Target]
    offered: Mapping[str, Target]
    picture: Callable[[Sample], Picture]

    def remember(self, folder: Path) -> None:
        """Write into a folder which pictures it learned from: no run that uses it tests on them."""
        Lineage.of(self.samples).save(folder)


def learnable(
    recipe: str | Path,
    *,
    sets: str | Sequence[str] = (),
    limit: int | None = None,
    plugins: str | Path | Sequence[str | Path] = (),
    progress: Progress | None = None,
) -> Learnable:
    """The train samples of a recipe; its pictures are looked at and split as `run` does it.

    Raises RecipeError with every problem of the recipe, and RunError where there is nothing to learn from.
    """
    check_numbers(limit=limit, workers=None, time_limit=None)
    progress = progress or Progress()
    registry = find_plugins(plugin_files(plugins))
    plan = load(Path(recipe), overrides(sets), registry)
    for component in (*plan.sources, *plan.annotators):
        component.prepare(progress.say)
    folder = RunFolder(Path(), progress)  # nothing is written into it
    line = Line(plan, registry, Store(cache_root()), folder, progress, os.cpu_count() or 1)
    intake = line.intake
    samples = intake.samples(intake.look(intake.listed(limit)))
    targets = survey.used_targets(intake.targets, samples)
    found = divided(plan, intake, samples)[2]
    train = tuple(sample for sample in of_split(found, "train") if not sample.generated)
    return Learnable(plan.name, train, targets, _offered(plan, targets), intake.pictures)


def _offered(plan: Recipe, targets: Mapping[str, Target]) -> dict[str, Target]:
    """Targets of one column, with the labels that were found; a number that is to be cut is still one."""
    own = {each.name: each for source in reversed(plan.sources) for each in targets_of(source)}
    return {
        name: replace(own[columns[0]], labels=own[columns[0]].labels or targets[name].labels)
        for name, columns in plan.columns.items()
        if len(columns) == 1
    }
