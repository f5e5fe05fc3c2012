"""The sink `attribute-ranking`: which attributes go along with a target, as a table and a page."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from imgfw import Sink

from .ranked import Ranked, ranked

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Outcome, Sample, Target

UNKNOWN = ":unknown"
COLUMNS = (
    *("attribute", "known", "holds", "chi2", "p", "chi2_rank", "weight", "toward", "weight_rank"),
    "same_as",
)


class AttributeRanking(Sink):
    """Attributes in the order of how much they tell of a target: chi-squared and logistic regression.

    The labels of each multi-label target are ranked for each target of type classes or ordinal. It looks at
    the truth of the train samples, each counted by itself, and writes ranking.csv and ranking.html.
    """

    use: Literal["attribute-ranking"] = "attribute-ranking"

    def write(self, outcome: Outcome, folder: Path) -> None:
        """Write the rankings, none where the run has no two such targets."""
        found = list(_rankings(outcome))
        with (folder / "ranking.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ("target", "attributes", *COLUMNS), lineterminator="\n")
            writer.writeheader()
            for target, attributes, rows in found:
                names = {"target": target, "attributes": attributes}
                writer.writerows(names | _cells(row) for row in rows)
        text = _page(str(outcome.recipe["name"]), found)
        (folder / "ranking.html").write_text(text, "utf-8", errors="backslashreplace")


def _rankings(outcome: Outcome) -> Iterator[tuple[str, str, tuple[Ranked, ...]]]:
    """Target, attributes and their ranking, for each pair."""
    samples = [s for s in outcome.samples if s.split == "train" and not s.left_out]
    for target in outcome.targets.values():
        for attributes in outcome.targets.values():
            if target.exclusive and attributes.type == "multi-label":
                rows = ranked(*_arrays(samples, target, attributes), target.labels, attributes.labels)
                yield target.name, attributes.name, rows


def _arrays(samples: list[Sample], target: Target, attributes: Target) -> tuple[np.ndarray, np.ndarray]:
    """The attributes float (N, A), NaN unknown, and the labels int (N,) of the samples with a known label."""
    import numpy as np

    told = [s for s in samples if _one(s.labels, target) and attributes.name in s.labels]
    x = np.array([[_holds(s.labels, attributes.name, a) for a in attributes.labels] for s in told], float)
    y = np.array([target.labels.index(_one(s.labels, target)) for s in told], int)
    return x.reshape(len(told), attributes.width), y


def _one(labels: Mapping[str, object], target: Target) -> str:
    given = labels.get(target.name, ())
    return str(given[0]) if isinstance(given, tuple) and len(given) == 1 else ""


def _holds(labels: Mapping[str, object], name: str, attribute: str) -> float:
    held, unknown = labels[name], labels.get(name + UNKNOWN, ())
    assert isinstance(held, tuple) and isinstance(unknown, tuple)
    return float("nan") if attribute in unknown else float(attribute in held)


def _cells(row: Ranked) -> dict[str, object]:
    """As the table has it: six digits, and an empty cell for what cannot be said."""
    values = {name: getattr(row, name) for name in COLUMNS}
    return {
        name: ("" if value != value else f"{value:.6g}") if isinstance(value, float) else value
        for name, value in values.items()
    }


def _page(recipe: str, found: list[tuple[str, str, tuple[Ranked, ...]]]) -> str:
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = files(__package__).joinpath("ranking.html").read_text("utf-8")
    return environment.from_string(template).render(recipe=recipe, found=found, most=_most)


def _most(rows: tuple[Ranked, ...], name: str) -> float:
    """The largest figure of a column, by which its bars are drawn."""
    return max((v for row in rows if (v := getattr(row, name)) == v), default=0.0) or 1.0
