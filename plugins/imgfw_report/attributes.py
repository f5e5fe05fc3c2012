"""The section `attributes`: what goes along with a target, as a table whose bars are its plot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from imgfw import Figure, Page, Section

from .markup import rendered
from .ranked import Ranked
from .rankings import Ranking, rankings

BOUND = 0.05


class Attributes(Section):
    """What goes along with a target, alone by chi-squared and beside the others by logistic regression.

    The labels of a run's other targets are its attributes. The sink `attribute-ranking` writes the table.
    """

    use: Literal["attributes"] = "attributes"
    count: Annotated[int, Field(ge=1, le=500, description="So many attributes are shown at most.")] = 40

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure a target of classes, labels in order or numbers; none where it is the only target."""
        for ranking in rankings(page.outcome):
            rows = ranking.rows[: self.count]
            html = rendered(
                "attributes.html", rows=rows, chi2=_most(rows, "chi2"), weight=_most(rows, "weight")
            )
            told = tuple(_says(ranking, len(rows)))
            yield Figure("", html, told, tuple(_warns(ranking)), ranking.target)


def _most(rows: tuple[Ranked, ...], name: str) -> float:
    """The largest figure of a column, by which its bars are drawn."""
    return max((v for row in rows if (v := getattr(row, name)) == v), default=0.0) or 1.0


def _says(ranking: Ranking, shown: int) -> Iterator[str]:
    yield (
        f"What goes along with {ranking.target} in {ranking.samples:,} train samples. Chi-squared looks at "
        "each attribute alone, the weight at all of them together: what one adds beside the others, per "
        "standard deviation. Neither says why."
    )
    if ranking.edges:
        low, high = ranking.edges
        yield f"{ranking.target} is cut into thirds: below {low:.4g}, to {high:.4g}, and above."
    tested = [row for row in ranking.rows if row.p == row.p]
    telling = [row for row in tested if row.p * len(tested) < BOUND]
    if tested:
        many = f"{len(telling):,}" if telling else "None"
        verb = "go" if len(telling) > 1 else "goes"
        yield (
            f"{many} of {len(tested):,} {verb} along with it by more than chance may bring (p below 0.05, "
            "times how many were tried)."
        )
    if telling:
        toward = f", and speaks for {telling[0].toward}" if telling[0].toward else ""
        yield f"{telling[0].attribute} tells most by itself{toward}."
    if telling and ranking.groups < ranking.samples:
        yield (
            f"These samples are of {ranking.groups:,} groups, and p takes each by itself: where groups have "
            "many, it is too small."
        )
    if shown < len(ranking.rows):
        yield f"The first {shown:,} of {len(ranking.rows):,}; the sink attribute-ranking writes all of them."


def _warns(ranking: Ranking) -> Iterator[str]:
    for row in ranking.rows:
        if row.same_as and row.holds:
            yield f"{row.attribute} is the same as {row.same_as} in every sample: one says nothing new."
    never = [row.attribute for row in ranking.rows if row.known and not row.holds]
    if never:
        others = f" and {len(never) - 5:,} others" if len(never) > 5 else ""
        yield f"Never there, so nothing can be said of: {', '.join(never[:5])}{others}."
