"""Compare two finished runs on the test samples that both predicted, and what differs in their recipes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import CallError
from ..measure import Difference, paired
from ..outcome import Outcome, Predictions
from ..registry import find_plugins
from ..targets import Target
from .asked import plugin_files
from .reopen import open_run

if TYPE_CHECKING:
    import numpy as np

    from ..data import Sample
    from ..kinds import Metric

MISSING = "(none)"


@dataclass(frozen=True)
class Compared:
    """A figure of the first run less that of the second."""

    difference: Difference
    higher_is_better: bool

    @property
    def verdict(self) -> str:
        """ "first" or "second" where that one is better beyond chance, else "no difference".

        Where they differ and there is no interval that is "not known".
        """
        known = self.difference.low == self.difference.low or self.difference.value == 0
        if not self.difference.real:
            return "no difference" if known else "not known"
        return "first" if (self.difference.value > 0) == self.higher_is_better else "second"

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**self.difference.plain(), "verdict": self.verdict}


@dataclass(frozen=True)
class Comparison:
    """What tells two runs apart.

    samples    test samples that both predicted, with the same truth
    alone      how many test samples only the first has, and only the second
    figures    {target: {figure: how it differs}}
    changes    (key, value of the first, value of the second) wherever the recipes differ
    """

    first: Path
    second: Path
    samples: int
    alone: tuple[int, int]
    figures: Mapping[str, Mapping[str, Compared]]
    changes: tuple[tuple[str, str, str], ...]


def compare(
    first: str | Path,
    second: str | Path,
    *,
    runs: str | Path = "runs",
    plugins: str | Path | Sequence[str | Path] = (),
) -> Comparison:
    """Compare the test predictions of two runs, sample by sample.

    Raises CallError where no target and no test sample are common to both.
    """
    one, other = (open_run(run, runs=runs, plugins=plugins) for run in (first, second))
    registry = find_plugins(plugin_files(plugins))
    metrics: list[Any] = [
        registry.find("metric", table["use"]).model_validate_json(json.dumps(table))
        for table in one.recipe["metric"]
    ]
    targets = [t for t in one.targets.values() if _alike(t, other.targets.get(t.name))]
    both, alone = _common(one, other, [target.name for target in targets])
    if not both or not targets:
        raise CallError(
            f"{one.folder} and {other.folder} have no {'test sample' if targets else 'target'} in common; "
            "runs are compared on what both predicted"
        )
    a, b = (
        outcome.predictions["test"].take(index)
        for outcome, index in zip((one, other), zip(*both, strict=True), strict=True)
    )
    seed = int(one.recipe["seed"])
    figures = {
        target.name: dict(_figures(target, other.targets[target.name], metrics, a, b, seed))
        for target in targets
    }
    changes = tuple(_changes(_chosen(one), _chosen(other)))
    return Comparison(one.folder, other.folder, len(both), alone, figures, changes)


def _common(
    one: Outcome, other: Outcome, targets: Sequence[str]
) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """(place in the first, place in the second) of each common test sample with the same labels for these."""
    mine, theirs = (outcome.predictions["test"].samples for outcome in (one, other))
    places = {sample.id: place for place, sample in enumerate(theirs)}
    both = [
        (place, places[sample.id])
        for place, sample in enumerate(mine)
        if sample.id in places and _labels(sample, targets) == _labels(theirs[places[sample.id]], targets)
    ]
    return both, (len(mine) - len(both), len(theirs) - len(both))


def _labels(sample: Sample, targets: Sequence[str]) -> list[Any]:
    return [(sample.labels.get(name), sample.doubtful(name)) for name in targets]


def _alike(one: Target, other: Target | None) -> bool:
    if other is None or (one.type, one.edges) != (other.type, other.edges):
        return False
    return set(one.labels) == set(other.labels)


def _figures(
    target: Target, other: Target, metrics: Sequence[Metric], a: Predictions, b: Predictions, seed: int
) -> Iterator[tuple[str, Compared]]:
    order = [other.labels.index(label) for label in target.labels]
    second = _reordered(target, order, b.probabilities[target.name], b.decided[target.name])
    groups = [sample.group_key for sample in a.samples]
    for metric in metrics:
        if metric.serves(target):
            first = a.probabilities[target.name], a.decided[target.name]
            found = paired(metric, a.truth[target.name], first, second, target, groups, seed=seed)
            yield from ((name, Compared(each, metric.higher_is_better)) for name, each in found.items())


def _reordered(
    target: Target, order: Sequence[int], probabilities: np.ndarray, decided: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Predictions whose labels stand in another order, in the target's own."""
    import numpy as np

    if target.type == "number":
        return probabilities, decided
    if target.type == "multi-label":
        return probabilities[:, order], decided[:, order]
    place = np.empty(len(order) + 1, np.int64)
    place[order], place[-1] = np.arange(len(order)), -1
    return probabilities[:, order], place[decided]


def _chosen(outcome: Outcome) -> Mapping[str, Any]:
    """The recipe of the candidate that was chosen, as plain tables."""
    written = outcome.folder / "chosen.toml"
    if written.is_file():
        return tomllib.loads(written.read_text("utf-8"))
    return {
        section: given for section, given in outcome.recipe.items() if section not in ("candidate", "refine")
    }


def _changes(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    first, second = dict(_leaves(one, "")), dict(_leaves(other, ""))
    for key in [*first, *(key for key in second if key not in first)]:
        mine, theirs = first.get(key, MISSING), second.get(key, MISSING)
        if mine != theirs and key != "name":
            yield key, mine, theirs


def _leaves(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """(head.0.units, [128]) of everything in a recipe."""
    inside = value.items() if isinstance(value, Mapping) else enumerate(value) if _tables(value) else ()
    if not inside and not isinstance(value, Mapping):
        yield key, json.dumps(value, ensure_ascii=False)
    for name, inner in inside:
        yield from _leaves(inner, f"{key}.{name}" if key else str(name))


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(inner, Mapping) for inner in value)
