"""The labels of samples for one target, as arrays, for cleaners that compare them with features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgfw import ComponentError, Sample, Target, TargetType

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Labelled:
    """What samples are labelled.

    target  its name, and the labels that occur, sorted; `classes`, or `multi-label` where one sample has
            several labels or none
    truth   classes: int64 (N,), -1 unknown. multi-label: float32 (N, C), NaN where a label is unknown
    """

    target: Target
    truth: np.ndarray


def labelled(samples: Sequence[Sample], target: str | None, cleaner: str) -> Labelled:
    """The labels for a target; without a name for the only one whose labels exclude each other.

    Raises ComponentError where the name is unknown, is missing though there are several, or is a number's.
    """
    import numpy as np

    types = _types(samples)
    name = target or _only(types, cleaner)
    if name not in types:
        raise ComponentError(
            f'cleaner/{cleaner}: target "{name}": no sample has a label for it; known: {_told(types)}'
        )
    if types[name] == "number":
        raise ComponentError(f'cleaner/{cleaner}: target "{name}": expected labels, got numbers')
    given = [sample.labels.get(name) for sample in samples]
    labels = sorted({label for some in given if isinstance(some, tuple) for label in some})
    position = {label: index for index, label in enumerate(labels)}
    if types[name] == "classes":
        truth = np.array([position[some[0]] if isinstance(some, tuple) else -1 for some in given], np.int64)
    else:
        truth = np.full((len(samples), len(labels)), np.nan, np.float32)
        for row, some in enumerate(given):
            if isinstance(some, tuple):
                truth[row] = 0
                truth[row, [position[label] for label in some]] = 1
                doubtful = [position[n] for n in samples[row].doubtful(name) if n in position]
                truth[row, doubtful] = np.nan
    return Labelled(Target(name, types[name], tuple(labels)), truth)


def groups_of(samples: Sequence[Sample]) -> list[str]:
    """What belongs together; a sample without a group is one of its own."""
    return [f"group {sample.group}" if sample.group else f"digest {sample.digest}" for sample in samples]


def _types(samples: Sequence[Sample]) -> dict[str, TargetType]:
    """Of every target, what its values are."""
    found: dict[str, TargetType] = {}
    for sample in samples:
        for name, some in sample.labels.items():
            if name.endswith(":unknown"):
                continue
            if not isinstance(some, tuple):
                found[name] = "number"
            elif len(some) != 1 or sample.doubtful(name):
                found[name] = "multi-label"
            else:
                found.setdefault(name, "classes")
    return found


def _only(types: dict[str, TargetType], cleaner: str) -> str:
    for wanted in ("classes", "multi-label"):
        names = [name for name, kind in types.items() if kind == wanted]
        if len(names) == 1:
            return names[0]
        if names:
            break
    raise ComponentError(f"cleaner/{cleaner}: expected `target`, one of: {_told(types)}")


def _told(types: dict[str, TargetType]) -> str:
    return ", ".join(f"{name} ({types[name]})" for name in sorted(types)) or "none"
