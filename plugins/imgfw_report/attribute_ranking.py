"""The sink `attribute-ranking`: which attributes go along with a target, as a table for machines."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from imgfw import Sink

from .ranked import Ranked
from .rankings import rankings

if TYPE_CHECKING:
    from imgfw import Outcome

COLUMNS = (
    *("attribute", "known", "holds", "chi2", "p", "chi2_rank", "weight", "toward", "weight_rank"),
    "same_as",
)


class AttributeRanking(Sink):
    """Attributes in the order of how much they tell of a target, as a table.

    ranking.csv has what the section `attributes` of the page draws: chi-squared and logistic regression.
    """

    use: Literal["attribute-ranking"] = "attribute-ranking"

    def write(self, outcome: Outcome, folder: Path) -> None:
        """Write the rankings, none where no target is beside another."""
        with (folder / "ranking.csv").open(
            "w", encoding="utf-8", newline="", errors="backslashreplace"
        ) as file:
            writer = csv.DictWriter(file, ("target", "attributes", *COLUMNS), lineterminator="\n")
            writer.writeheader()
            for ranking in rankings(outcome):
                for row in ranking.rows:
                    names = {"target": ranking.target, "attributes": ranking.of[row.attribute]}
                    writer.writerow(names | _cells(row))


def _cells(row: Ranked) -> dict[str, object]:
    """As the table has it: six digits, and an empty cell for what cannot be said."""
    values = {name: getattr(row, name) for name in COLUMNS}
    return {
        name: ("" if value != value else f"{value:.6g}") if isinstance(value, float) else value
        for name, value in values.items()
    }
