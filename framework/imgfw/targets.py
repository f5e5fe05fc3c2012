"""What is to be predicted: targets, their truth as arrays, and decided names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from .errors import RunError, nearest

if TYPE_CHECKING:
    import numpy as np

    from .data import Labels

TargetType = Literal["classes", "multi-label", "ordinal", "number"]
ClassWeights = Literal["none", "balanced"] | Mapping[str, float]
TARGET_TYPES: tuple[str, ...] = get_args(TargetType)
UNKNOWN = ":unknown"
"""Behind a target's name: under this name a sample has the labels of it that nobody knows."""


@dataclass(frozen=True)
class Target:
    """One thing to be predicted.

    name    as recipes call it
    type    classes (one of the labels) | multi-label (any of them) | ordinal (one, in order) | number
    labels  label names in order; () for a number, and where they are still to be read from the samples
    edges   the numbers between ordinal labels cut from a number: len(labels) - 1 of them, else ()
    """

    name: str
    type: TargetType = "classes"
    labels: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()

    @property
    def width(self) -> int:
        """How many values a prediction has: one a label, 1 for a number."""
        return 1 if self.type == "number" else len(self.labels)

    @property
    def exclusive(self) -> bool:
        """True where exactly one label holds."""
        return self.type in ("classes", "ordinal")

    def named(self, holds: np.ndarray) -> tuple[str, ...]:
        """The names of the labels that hold, bool (C,)."""
        return tuple(name for name, on in zip(self.labels, holds, strict=True) if on)

    def plain(self) -> dict[str, Any]:
        """As it stands in bundle.json."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Target:
        """From what stands in bundle.json."""
        return cls(plain["name"], plain["type"], tuple(plain["labels"]), tuple(plain["edges"]))


def with_labels(target: Target, labels: Sequence[Mapping[str, Labels]]) -> Target:
    """The target with the label names that occur, sorted, where it names none itself."""
    if target.type == "number" or target.labels:
        return target
    names = {name for given in labels if target.name in given for name in _names(given[target.name])}
    return Target(target.name, target.type, tuple(sorted(names)), target.edges)


def truth(target: Target, labels: Sequence[Mapping[str, Labels]]) -> np.ndarray:
    """What holds for each sample, as an array.

    classes, ordinal: int64 (N,), -1 unknown. multi-label: float32 (N, C), NaN where a label is unknown.
    number: float32 (N,), NaN unknown.
    A label that the target does not name raises RunError.
    """
    import numpy as np

    position = {name: index for index, name in enumerate(target.labels)}
    if target.type == "number":
        return np.array([_number(given.get(target.name)) for given in labels], np.float32).reshape(-1)
    rows = np.full((len(labels), target.width), np.nan, np.float32)
    for row, given in enumerate(labels):
        if target.name in given:
            rows[row] = 0
            for name in _names(given[target.name]):
                if name not in position:
                    raise RunError(f'target "{target.name}": label "{name}" is not one of {target.labels}')
                rows[row, position[name]] = 1
            for name in _names(given.get(target.name + UNKNOWN, ())):
                if name in position:
                    rows[row, position[name]] = np.nan
    if target.type == "multi-label":
        return rows
    known = np.nansum(rows, axis=1) == 1 if len(rows) else np.zeros(0, bool)
    return np.where(known, np.nan_to_num(rows).argmax(axis=1) if target.width else -1, -1).astype(np.int64)


def known(target: Target, truth: np.ndarray) -> np.ndarray:
    """Which rows have a truth for this target, that of every label: bool (N,)."""
    import numpy as np

    if target.exclusive:
        return truth >= 0
    return ~np.isnan(truth).any(axis=1) if truth.ndim == 2 else ~np.isnan(truth)


def partly_known(target: Target, truth: np.ndarray) -> np.ndarray:
    """Which rows have something to teach, the truth of one label at least: bool (N,)."""
    import numpy as np

    return ~np.isnan(truth).all(axis=1) if truth.ndim == 2 else known(target, truth)


def row_weights(target: Target, truth: np.ndarray, classes: ClassWeights) -> np.ndarray:
    """How much each row counts in learning: float32 (N,), 0 where the truth is unknown, of every label.

    classes  "none": each known row counts 1; "balanced": each label counts as much as any other, as in
             scikit-learn: rows / (labels that occur * rows of the label); or a weight for each label, 1
             where it is not named
    Raises RunError for a label that the target has not.
    """
    import numpy as np

    found = partly_known(target, truth).astype(np.float32)
    if classes == "none":
        return found
    rows = truth[truth >= 0]
    count = np.bincount(rows, minlength=target.width)
    if isinstance(classes, str):
        each = len(rows) / np.maximum((count > 0).sum() * count, 1)
    else:
        if strange := [label for label in classes if label not in target.labels]:
            raise RunError(
                f'target "{target.name}": class_weights names "{strange[0]}" '
                f"({nearest(strange[0], target.labels)})"
            )
        each = np.array([classes.get(label, 1.0) for label in target.labels])
    return (found * each[np.maximum(truth, 0)]).astype(np.float32)


def decided_names(target: Target, decided: np.ndarray) -> list[str]:
    """Decisions as people read them, one text a row; several labels are joined by "|", none is "".

    decided: int (N,) with -1 for none (classes, ordinal), bool (N, C) (multi-label), float (N,) (number).
    """
    if target.type == "number":
        return [str(value) for value in decided]
    if target.exclusive:
        return [target.labels[int(index)] if index >= 0 else "" for index in decided]
    return ["|".join(target.named(row)) for row in decided]


def _names(given: Labels) -> tuple[str, ...]:
    if isinstance(given, tuple):
        return given
    raise RunError(f"expected label names, got the number {given}")


def _number(given: Labels | None) -> float:
    if given is None:
        return float("nan")
    if isinstance(given, tuple):
        raise RunError(f"expected a number, got the labels {given}")
    return float(given)
