"""Colours and shapes by which a map tells labels apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from imgfw import Target

if TYPE_CHECKING:
    import numpy as np

COLOURS, SHAPES, STEPS = 8, 5, 5
MOST = COLOURS * SHAPES
"""So many labels have a mark of their own."""


@dataclass(frozen=True)
class Mark:
    """A colour and a shape, and what they stand for.

    colour  "m0" to "m7", told apart by eye; "s0" to "s4", from low to high; "other"
    shape   0 circle, 1 square, 2 triangle, 3 diamond, 4 cross
    """

    text: str
    colour: str
    shape: int = 0


UNKNOWN, NONE = Mark("unknown", "other", 4), Mark("none of them", "other")


@dataclass(frozen=True)
class Marked:
    """The marks of a map, and for each sample the number of its mark."""

    marks: tuple[Mark, ...]
    of: tuple[int, ...]


def marked(target: Target, truth: np.ndarray) -> Marked:
    """A mark for each sample, by what holds of it; see `imgfw.Predictions` for the truth of each type.

    classes      a colour a label; from the ninth on another shape; of more than 40 the rarest share a mark
    ordinal      from low to high
    multi-label  as classes, by the rarest of the labels that hold: the others are on many pictures
    number       fifths of equal size, from low to high
    """
    if target.type == "number":
        names, order = _fifths(truth)
    elif target.exclusive:
        names = [target.labels[int(label)] if label >= 0 else None for label in truth]
        order = [label for label in target.labels if label in set(names)]
    else:
        names = _rarest(target.labels, truth)
        order = [label for label in target.labels if label in set(names)]
    own = _rising(order) if target.type in ("ordinal", "number") else _apart(order, names)
    return _with_others(own, names, len(order))


def _rising(order: Sequence[str]) -> list[Mark]:
    """From low to high."""
    top = max(len(order) - 1, 1)
    return [Mark(text, f"s{round(place * (STEPS - 1) / top)}") for place, text in enumerate(order)]


def _apart(order: Sequence[str], names: Sequence[str | None]) -> list[Mark]:
    """The most frequent labels, each unlike all others."""
    counts = Counter(names)
    chosen = set(sorted(order, key=lambda label: -counts[label])[:MOST])
    own = [label for label in order if label in chosen]
    return [Mark(text, f"m{place % COLOURS}", place // COLOURS) for place, text in enumerate(own)]


def _with_others(own: Sequence[Mark], names: Sequence[str | None], labels: int) -> Marked:
    """With marks for what is unknown, none of the labels, or rare."""
    numbers: dict[str | None, int] = {mark.text: number for number, mark in enumerate(own)}
    others: list[Mark] = []
    rare = Mark(f"{labels - len(own):,} rarer labels", "other", 1)
    for name in dict.fromkeys(names):
        if name in numbers:
            continue
        mark = rare if name else NONE if name == "" else UNKNOWN
        if mark not in others:
            others.append(mark)
        numbers[name] = len(own) + others.index(mark)
    return Marked((*own, *others), tuple(numbers[name] for name in names))


def _fifths(values: np.ndarray) -> tuple[list[str | None], list[str]]:
    """For each number the fifth in which it lies, None where it is unknown; the fifths from low to high."""
    import numpy as np

    known = values[~np.isnan(values)]
    if not len(known):
        return [None] * len(values), []
    edges = np.unique(np.quantile(known, np.linspace(0, 1, STEPS + 1)))
    if len(edges) == 1:
        edges = np.repeat(edges, 2)
    texts = [f"{low:.4g} to {high:.4g}" for low, high in pairwise(edges)]
    bins = np.clip(np.searchsorted(edges, values, "right") - 1, 0, len(texts) - 1)
    names = [None if value != value else texts[place] for value, place in zip(values, bins, strict=True)]
    return names, list(dict.fromkeys(texts))


def _rarest(labels: Sequence[str], truth: np.ndarray) -> list[str | None]:
    """Of each sample the rarest label that holds, "" where none does, None where nobody knows."""
    import numpy as np

    holds = np.nan_to_num(truth) > 0.5  # (N, C)
    counts = holds.sum(axis=0)
    found: list[str | None] = []
    for own, row in zip(holds, truth, strict=True):
        held = np.flatnonzero(own)
        if len(held):
            found.append(labels[int(held[counts[held].argmin()])])
        else:
            found.append(None if np.isnan(row).all() else "")
    return found
