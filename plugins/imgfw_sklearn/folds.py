"""Folds in which groups stay whole and labels are spread as evenly as groups allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def folds_of(labels: Sequence[Sequence[int]], groups: Sequence[str], folds: int, seed: int) -> np.ndarray:
    """The fold of each of N rows: int64 (N,), 0 to folds - 1.

    labels  for each row the labels it has: one for classes, any number for several
    groups  rows of one group get one fold

    Groups are dealt out one by one, the largest first and equal ones in an order drawn from `seed`, each to
    the fold that has the smallest share of its labels so far, then to the smallest fold. The order of the
    rows plays no part.
    """
    import numpy as np

    members: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    names = sorted(members)
    drawn = np.random.default_rng(seed).permutation(len(names))
    order = sorted(drawn, key=lambda index: -len(members[names[index]]))

    width = max((label for some in labels for label in some), default=-1) + 1
    total = np.bincount([label for some in labels for label in some], minlength=width)
    dealt = np.zeros((folds, width))
    sizes = np.zeros(folds, np.int64)
    found = np.zeros(len(labels), np.int64)
    for index in order:
        rows = members[names[index]]
        own = [label for row in rows for label in labels[row]]
        crowd = (dealt[:, own] / total[own] ** 2).sum(axis=1).round(12)
        fold = int(np.lexsort((sizes, crowd))[0])
        np.add.at(dealt[fold], own, 1)
        sizes[fold] += len(rows)
        found[rows] = fold
    return found
