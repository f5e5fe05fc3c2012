"""Shortcuts: facts beside the pictures that tell labels nearly as well as the model does.

A model that seems to know huskies from wolves may know snow from grass. Where brightness, size, source or
camera alone predict a label, the pictures were gathered so that they do, and scores say little about others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from ..data import Sample
from ..outcome import Predictions
from ..targets import Target, known, truth

if TYPE_CHECKING:
    import numpy as np

NUMBERS = ("brightness", "contrast", "sharpness", "width", "height", "aspect")
NAMES = ("source", "camera", "format")
NEARLY = 0.8
"""A fact that gains this share of what the model gains over chance is a shortcut."""
SURE = 0.01
"""Where no fact tells anything, so often is one taken for a shortcut all the same."""
LEAST = 4
"""In so many groups a label must be judged; fewer say nothing, so that such labels are left aside."""
BINS = 8


@dataclass(frozen=True)
class Shortcut:
    """A fact that tells a target by itself.

    fact     its name
    alone    balanced accuracy on judged samples of the label most typical of the fact's value in train
    model    balanced accuracy of the model on the same samples
    """

    target: str
    fact: str
    alone: float
    model: float

    def __str__(self) -> str:
        return (
            f"{self.fact} alone tells {self.target} nearly as well as the pictures: balanced accuracy "
            f"{self.alone:.3f}, the model's {self.model:.3f}"
        )

    def plain(self) -> dict[str, Any]:
        """As it stands in scores.json."""
        return {**asdict(self), "text": str(self)}


def shortcuts(train: Sequence[Sample], judged: Predictions, targets: Mapping[str, Target]) -> list[Shortcut]:
    """What tells labels nearly as well as the model, surely better than chance; the most telling first.

    train   samples that were learned from
    judged  predictions of others
    Targets whose labels exclude each other are looked at. What a model at chance gains is nothing, so beside
    it any fact is told that is surely better: more facts and targets tried ask for more.
    """
    exclusive = [target for target in targets.values() if target.exclusive]
    found = [
        shortcut
        for target in exclusive
        for shortcut in _of_target(train, judged, target, SURE / len(exclusive))
    ]
    return sorted(found, key=lambda shortcut: -shortcut.alone)


def _of_target(
    train: Sequence[Sample], judged: Predictions, target: Target, rate: float
) -> Iterator[Shortcut]:
    import numpy as np

    learned = truth(target, [sample.labels for sample in train])
    groups = np.unique([sample.group_key for sample in judged.samples], return_inverse=True)[1]
    held = judged.truth[target.name]
    rows, labels = _often(held, groups, known(target, held))
    if len(labels) < 2:
        return
    model = _balanced(held[rows], judged.decided[target.name][rows], labels)
    chance = 1 / len(labels)
    answers = {
        fact: _said(fact, train, learned, judged.samples, target.width)[rows] for fact in (*NUMBERS, *NAMES)
    }
    tried = sum(len(np.unique(said)) > 1 for said in answers.values())
    sure = NormalDist().inv_cdf(1 - rate / max(tried, 1))
    for fact, said in answers.items():
        alone = _balanced(held[rows], said, labels)
        error = _error(held[rows], said, labels, groups[rows])
        if alone - chance > sure * error and alone - chance >= NEARLY * (model - chance):
            yield Shortcut(target.name, fact, alone, model)


def _often(held: np.ndarray, groups: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Labels that enough groups have, and which of the rows (N,) have one of them."""
    import numpy as np

    present = [int(label) for label in np.unique(held[rows])]
    labels = [label for label in present if len(np.unique(groups[rows & (held == label)])) >= LEAST]
    return rows & np.isin(held, labels), labels


def _balanced(held: np.ndarray, said: np.ndarray, labels: Sequence[int]) -> float:
    """Balanced accuracy: the mean recall of these labels."""
    return sum(float((said[held == label] == label).mean()) for label in labels) / len(labels)


def _error(held: np.ndarray, said: np.ndarray, labels: Sequence[int], groups: np.ndarray) -> float:
    """The spread of balanced accuracy where what is said has nothing to do with what holds.

    A label that is said so often is right so often by chance. Each group is one toss, however large.
    """
    import numpy as np

    beyond = np.zeros(len(held))
    for label in labels:
        rows = held == label
        beyond[rows] = ((said[rows] == label) - (said == label).mean()) / (rows.sum() * len(labels))
    return float(np.sqrt((np.bincount(groups, beyond) ** 2).sum()))


def _said(
    fact: str, train: Sequence[Sample], learned: np.ndarray, judged: Sequence[Sample], width: int
) -> np.ndarray:
    """The label most typical of each judged sample's value, by its share of that label's rows: int (N,)."""
    import numpy as np

    values = [_value(sample, fact) for sample in (*train, *judged)]
    cells = _cells(values, len(train)) if fact in NUMBERS else [str(value) for value in values]
    total = np.maximum(np.bincount(learned[learned >= 0], minlength=width), 1)
    counts: dict[Any, np.ndarray] = defaultdict(lambda: np.zeros(width))
    for cell, label in zip(cells, learned, strict=False):
        if label >= 0:
            counts[cell][label] += 1
    return np.array([_typical(counts.get(cell), total) for cell in cells[len(train) :]], np.int64)


def _typical(counts: np.ndarray | None, total: np.ndarray) -> int:
    return -1 if counts is None else int((counts / total).argmax())


def _cells(values: Sequence[Any], train: int) -> list[int]:
    """Numbers as bins of about equally many training values; -1 where there is none."""
    import numpy as np

    numbers = np.array([np.nan if value is None else float(value) for value in values])
    given = numbers[:train][~np.isnan(numbers[:train])]
    edges = np.unique(np.quantile(given, np.linspace(0, 1, BINS + 1)[1:-1])) if len(given) else np.zeros(0)
    return [-1 if value != value else int(np.searchsorted(edges, value, "right")) for value in numbers]


def _value(sample: Sample, fact: str) -> Any:
    if fact == "source":
        return sample.source
    if fact == "aspect":
        width, height = sample.facts.get("width"), sample.facts.get("height")
        return width / height if width and height else None
    return sample.facts.get(fact)
