"""The section `predictions`: pictures chosen by chance, each with its bars of probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imgfw import Figure, Page, Predictions, Section, Target

from .bars import bars
from .markup import rendered

if TYPE_CHECKING:
    import numpy as np


class DrawnPredictions(Section):
    """Pictures chosen by chance, each with its bars of probabilities.

    None of them was learned from: they are of test, or of val where there is no test.
    """

    use: Literal["predictions"] = "predictions"
    count: Annotated[int, Field(ge=0, le=100, description="How many pictures are shown.")] = 12
    labels: Annotated[int, Field(ge=1, le=30, description="How many labels each has at least.")] = 5
    seed: Annotated[int, Field(ge=0, description="Decides which pictures are shown.")] = 0

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure a target, of the same pictures."""
        import numpy as np

        given = page.outcome.predictions[page.split]
        count = min(self.count, len(given.samples))
        chosen = np.random.default_rng(self.seed).choice(len(given.samples), count, replace=False).tolist()
        for target in page.outcome.targets.values():
            if target.name in given.decided and chosen:
                yield self._figure(page, given, target, chosen)

    def _figure(self, page: Page, given: Predictions, target: Target, rows: Sequence[int]) -> Figure:
        truth, probabilities, decided = (
            each[target.name] for each in (given.truth, given.probabilities, given.decided)
        )
        cuts = page.outcome.scores.get("decisions", {}).get(target.name, {}).get("thresholds", {})
        samples = [given.samples[row] for row in rows]
        shown = [(page.picture(s), page.opening(target.name, [s], target.name)) for s in samples]
        if target.type == "number":
            low, high = _range(truth, decided)
            values = [_places(float(truth[row]), float(decided[row]), low, high) for row in rows]
            html = rendered("values.html", shown=list(zip(shown, values, strict=True)), low=low, high=high)
            return Figure(
                "", html, tuple(_says_number(truth[rows], decided[rows], len(truth))), (), target.name
            )
        drawn = [
            bars(target, truth[row], probabilities[row], decided[row], cuts, self.labels) for row in rows
        ]
        none = [not any(bar.role in ("right", "said", "says") for bar in each) for each in drawn]
        html = rendered("predictions.html", shown=list(zip(shown, drawn, none, strict=True)))
        told = tuple(_says(target, truth[rows], decided[rows], len(given.samples)))
        return Figure("", html, told, (), target.name)


def _says(target: Target, truth: np.ndarray, decided: np.ndarray, of: int) -> Iterator[str]:
    """What colours mean, and how many of these, of so many, are right."""
    yield "Green was said and holds, pale green holds and was not said, red was said and does not hold."
    if target.exclusive:
        known = truth >= 0
        right = int((truth == decided)[known].sum())
        which = "right"
    else:
        known = ~(truth != truth).any(axis=1)
        right = int(((truth > 0.5) == decided).all(axis=1)[known].sum())
        which = "right in every label"
        yield "The line through a bar is the threshold: a label is said from there on."
    if known.any():
        count = int(known.sum())
        chosen = "They were chosen by chance, so this is how it goes as a rule; they"
        how = chosen if len(truth) < of else "These are all that there are: they"
        verb = "is" if right == 1 else "are"
        yield f"{right:,} of these {count:,} {verb} {which}. {how} are too few to be a score."


def _says_number(truth: np.ndarray, decided: np.ndarray, of: int) -> Iterator[str]:
    import numpy as np

    yield "Green is what holds, the bar what was said, on one scale for all."
    known = ~np.isnan(truth)
    if known.any():
        off = float(np.median(np.abs(truth - decided)[known]))
        how = "They were chosen by chance." if len(truth) < of else "These are all that there are."
        yield f"Half of these {int(known.sum()):,} are off by {off:.3g} at most. {how}"


def _range(truth: np.ndarray, decided: np.ndarray) -> tuple[float, float]:
    """From the lowest to the highest value of all that were judged."""
    import numpy as np

    both = np.concatenate([truth, decided])
    both = both[np.isfinite(both)]
    return (float(both.min()), float(both.max())) if len(both) else (0.0, 1.0)


def _places(truth: float, decided: float, low: float, high: float) -> dict[str, Any]:
    """Both values for people, and where they lie between low and high, 0 to 1."""
    span = (high - low) or 1.0
    return {
        "truth": f"{truth:.4g}" if truth == truth else "",
        "said": f"{decided:.4g}",
        "at": (truth - low) / span if truth == truth else None,
        "share": (decided - low) / span,
    }
