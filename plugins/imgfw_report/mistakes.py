"""The section `mistakes`: the most confident mistakes, the least certain pictures, and the best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imgfw import Figure, Page, Predictions, Section, Target

from .markup import rendered
from .verdicts import least_certain, mistakes, surest

if TYPE_CHECKING:
    import numpy as np

SURE, OFF = "A mistake that the model is sure of is a wrong label", "The largest errors are wrong values"


class Mistakes(Section):
    """The most confident mistakes, the least certain pictures, and the best."""

    use: Literal["mistakes"] = "mistakes"
    count: Annotated[int, Field(ge=0, le=200, description="How many mistakes are shown for each target.")] = (
        24
    )

    def show(self, page: Page) -> Iterator[Figure]:
        """Mistakes, doubts and the best of each target; of a number the largest errors."""
        for target in page.outcome.targets.values():
            given = page.outcome.predictions[page.split]
            if target.name in given.decided and given.samples:
                yield self._mistakes(page, given, target)
                yield from self._others(page, given, target)

    def _mistakes(self, page: Page, given: Predictions, target: Target) -> Figure:
        rows = mistakes(target, *_arrays(given, target)).tolist()
        judged = _judged(given, target)
        number = target.type == "number"
        title = "Largest errors" if number else "Most confident mistakes"
        if not rows:
            none = (
                f"None: {'the only one was' if judged == 1 else f'all {judged:,} were'} decided rightly."
                if judged
                else "None of these has a known truth."
            )
            return Figure(title, "", (none,), (), target.name)
        some = ", in one label at least" if target.type == "multi-label" else ""
        told = "" if number else f"{len(rows):,} wrong of {judged:,} judged{some}. "
        unknown = len(given.samples) - judged
        without = f"{unknown:,} without a known truth. " if unknown else ""
        what = f"{told}{without}{OFF if number else SURE} surprisingly often: look at these first."
        html = self._cards(page, given, target, rows, title)
        return Figure(title, html, (what,), (), target.name)

    def _others(self, page: Page, given: Predictions, target: Target) -> Iterator[Figure]:
        truth, probabilities, decided = _arrays(given, target)
        cuts = page.outcome.scores.get("decisions", {}).get(target.name, {}).get("thresholds", {})
        doubtful = least_certain(target, probabilities, cuts).tolist()
        if doubtful and self.count:
            says = "Where the model doubts, another label of yours teaches it most, right or wrong."
            html = self._cards(page, given, target, doubtful[: self.count // 2], "Least certain")
            yield Figure("Least certain", html, (says,), (), target.name)
        best = surest(target, truth, probabilities, decided).tolist()
        if best and self.count:
            says = (
                "What it knows best: if these look alike in something else than their label, it may have "
                "learned that."
            )
            html = self._cards(page, given, target, best[: self.count // 2], "Best")
            yield Figure("Best", html, (says,), (), target.name)

    def _cards(self, page: Page, given: Predictions, target: Target, rows: Sequence[int], title: str) -> str:
        samples = [given.samples[row] for row in rows]
        cards = [page.card(sample, target.name) for sample in samples[: self.count]]
        rest = len(samples) if len(samples) > self.count else 0
        opening = page.opening(title, samples, target.name) if rest else ""
        return rendered("mistakes.html", cards=cards, rest=rest, opening=opening)


def _arrays(given: Predictions, target: Target) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    name = target.name
    return given.truth[name], given.probabilities[name], given.decided[name]


def _judged(given: Predictions, target: Target) -> int:
    """How many have a known truth, of one of several labels at least."""
    truth = given.truth[target.name]
    if target.exclusive:
        return int((truth >= 0).sum())
    unknown = truth != truth  # NaN is not equal to itself
    return len(truth) - int((unknown.all(axis=1) if truth.ndim == 2 else unknown).sum())
