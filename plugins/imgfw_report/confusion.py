"""The section `confusion`: which labels are taken for which, with the pictures behind each cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from imgfw import Figure, Page, Predictions, Section, Target

from .markup import rendered
from .matrix import Matrix, matrix

if TYPE_CHECKING:
    import numpy as np


class Confusion(Section):
    """Which labels are taken for which, each cell with the pictures behind it.

    Truth in rows, decisions in columns. Of more than 60 labels it shows those that are most often mistaken.
    """

    use: Literal["confusion"] = "confusion"

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure a target whose labels exclude each other."""
        for target in page.outcome.targets.values():
            counts = page.outcome.scores["confusion"].get(target.name, {}).get(page.split)
            if not counts:
                continue
            given = page.outcome.predictions[page.split]
            found = matrix(target.labels, counts, _undecided(given, target))
            if any(row.total for row in found.rows):
                yield _figure(page, given, target, found)


def _figure(page: Page, given: Predictions, target: Target, found: Matrix) -> Figure:
    truth, decided = given.truth[target.name], given.decided[target.name]
    place = {label: number for number, label in enumerate(target.labels)}

    def opening(held: str, said: str | None) -> Any:
        number = -1 if said is None else place[said]
        rows = _rows(truth, decided, place[held], number)
        title = f"{held}, decided to be {said or 'none of them'}"
        return page.opening(title, [given.samples[row] for row in rows], target.name)

    few = f"the {len(found.labels)} most often mistaken of {found.of} labels"
    title = few if len(found.labels) < found.of else ""
    html = rendered("confusion.html", matrix=found, opening=opening)
    return Figure(title, html, tuple(_says(found)), (), target.name)


def _rows(truth: np.ndarray, decided: np.ndarray, held: int, said: int) -> list[int]:
    import numpy as np

    rows: list[int] = np.flatnonzero(
        (truth == held) & ((decided == said) if said >= 0 else (decided < 0))
    ).tolist()
    return rows


def _undecided(given: Predictions, target: Target) -> list[int]:
    """For each true label how often none of the labels was decided."""
    truth, decided = given.truth[target.name], given.decided[target.name]
    none = truth[(truth >= 0) & (decided < 0)].tolist()
    return [none.count(label) for label in range(target.width)]


def _says(found: Matrix) -> Iterator[str]:
    yield "Truth in rows, what was decided in columns. A cell opens the pictures behind it."
    wrong = [
        (cell.count, cell.share, row.label, found.labels[at])
        for row in found.rows
        for at, cell in enumerate(row.cells)
        if cell.count and not cell.right
    ]
    if wrong:
        count, share, held, said = max(wrong)
        if count == 1 and len(wrong) > 1:
            yield "No label is taken for the same other one more than once."
        else:
            yield (
                f"Most often {held} is taken for {said}: {'once' if count == 1 else f'{count:,} times'}, "
                f"{share:.0%} of all {held}. Look whether these are told apart by eye, then whether their "
                "labels are right."
            )
    missing = [row.label for row in found.rows if not row.total]
    if missing:
        yield f"Nothing was judged of {', '.join(missing[:5])}{' and others' if len(missing) > 5 else ''}."
