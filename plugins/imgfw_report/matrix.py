"""A confusion matrix as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 60
"""So many labels are shown at most: those that are most often mistaken."""


@dataclass(frozen=True)
class Cell:
    """How often a true label was decided to be another, and its share of the row, 0 to 1."""

    count: int
    share: float
    right: bool


@dataclass(frozen=True)
class MatrixRow:
    """A true label: a cell for each shown label, how many were decided to be none, and how many there are."""

    label: str
    cells: tuple[Cell, ...]
    none: int
    total: int


@dataclass(frozen=True)
class Matrix:
    """Truth in rows, decisions in columns; `of` is how many labels there are, shown or not."""

    labels: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    of: int

    @property
    def undecided(self) -> bool:
        """Whether anything was decided to be none of the labels."""
        return any(row.none for row in self.rows)


def matrix(labels: Sequence[str], counts: Sequence[Sequence[int]], none: Sequence[int]) -> Matrix:
    """The matrix of counts (C x C, truth in rows) and of those decided to be none of the labels (C).

    Where there are many labels, it holds those that are most often mistaken.
    """
    shown = list(range(len(labels)))
    if len(labels) > MOST:
        mistaken = [
            sum(counts[i]) + none[i] + sum(row[i] for row in counts) - 2 * counts[i][i] for i in shown
        ]
        shown = sorted(sorted(shown, key=lambda i: -mistaken[i])[:MOST])
    rows = []
    for i in shown:
        total = sum(counts[i]) + none[i]
        cells = tuple(Cell(counts[i][j], counts[i][j] / max(total, 1), i == j) for j in shown)
        rows.append(MatrixRow(labels[i], cells, none[i], total))
    return Matrix(tuple(labels[i] for i in shown), tuple(rows), len(labels))
