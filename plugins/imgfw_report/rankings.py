"""What the targets of a run tell of one another: for each one the others' labels as attributes, ranked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imgfw import Sample, Target

from .ranked import Ranked, ranked

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Outcome

LABELS = 50
"""A target of classes with more labels is told of, and is no attribute of others."""
THIRDS = ("lowest third", "middle third", "highest third")


@dataclass(frozen=True)
class Column:
    """An attribute, the target that it belongs to, and whether it holds, float (N,), NaN unknown."""

    name: str
    target: str
    holds: np.ndarray


@dataclass(frozen=True)
class Ranking:
    """The attributes of one target.

    labels   of the target; thirds of a number
    edges    where a number is cut
    samples  how many train samples know the target, and of how many groups they are
    rows     the most telling attribute first
    of       {attribute: the target that it belongs to}
    """

    target: str
    labels: tuple[str, ...]
    edges: tuple[float, ...]
    samples: int
    groups: int
    rows: tuple[Ranked, ...]
    of: Mapping[str, str]


def rankings(outcome: Outcome) -> Iterator[Ranking]:
    """One for each target of type classes, ordinal or number beside which there are others, by their truth.

    It looks at the truth of the train samples, each counted by itself. Attributes are every label of targets
    of several labels, of classes and of labels in order, and of a number whether it is above its median. A
    number that is told of is cut into thirds. What is made of the same columns does not tell of itself.
    """
    samples = [s for s in outcome.samples if s.split == "train" and not s.left_out]
    for target in outcome.targets.values():
        others = [other for other in outcome.targets.values() if _apart(outcome.recipe, target, other)]
        told = [s for s in samples if _known(s, target)]
        if target.type == "multi-label" or not others or not told:
            continue
        columns = _named([c for other in others for c in _columns(told, other)], len(others))
        y, labels, edges = _answers(told, target)
        if columns:
            yield Ranking(
                target.name,
                labels,
                edges,
                len(told),
                len({sample.group_key for sample in told}),
                ranked(_stacked(columns), y, labels, [column.name for column in columns]),
                {column.name: column.target for column in columns},
            )


def _apart(recipe: Mapping[str, Any], target: Target, other: Target) -> bool:
    """Whether two targets are made of different columns."""
    tables = recipe.get("target", {})
    one, two = (tables.get(each.name, {}).get("from", each.name) for each in (target, other))
    return target.name != other.name and one != two


def _known(sample: Sample, target: Target) -> bool:
    given = sample.labels.get(target.name)
    if target.type == "number":
        return isinstance(given, int | float)
    return isinstance(given, tuple) and len(given) == 1


def _columns(samples: Sequence[Sample], target: Target) -> Iterator[Column]:
    import numpy as np

    if target.type == "number":
        values = np.array([s.labels.get(target.name, np.nan) for s in samples], float)
        if not np.isnan(values).all():
            middle = float(np.nanmedian(values))
            above = np.where(np.isnan(values), np.nan, values > middle)
            yield Column(f"{target.name} above {middle:.4g}", target.name, above)
    elif target.type == "multi-label" or target.width <= LABELS:
        for label in target.labels:
            holds = np.array([_holds(sample, target, label) for sample in samples], float)
            yield Column(label, target.name, holds)


def _holds(sample: Sample, target: Target, label: str) -> float:
    held = sample.labels.get(target.name)
    if not isinstance(held, tuple) or label in sample.doubtful(target.name):
        return float("nan")
    return float(label in held)


def _named(columns: Sequence[Column], targets: int) -> list[Column]:
    """With the target before a label, where there are several targets."""
    if targets == 1:
        return list(columns)
    return [
        column
        if column.name.startswith(f"{column.target} above ")
        else Column(f"{column.target}: {column.name}", column.target, column.holds)
        for column in columns
    ]


def _stacked(columns: Sequence[Column]) -> np.ndarray:
    import numpy as np

    return np.stack([column.holds for column in columns], axis=1)  # (N, A)


def _answers(
    samples: Sequence[Sample], target: Target
) -> tuple[np.ndarray, tuple[str, ...], tuple[float, ...]]:
    """Position among the labels int (N,), the labels, and where a number is cut."""
    import numpy as np

    if target.type == "number":
        values = np.array([sample.labels[target.name] for sample in samples], float)
        edges = np.quantile(values, (1 / 3, 2 / 3))
        return np.searchsorted(edges, values, "right"), THIRDS, tuple(map(float, edges))
    place = {label: number for number, label in enumerate(target.labels)}
    return np.array([place[sample.labels[target.name][0]] for sample in samples], int), target.labels, ()  # type: ignore[index]
