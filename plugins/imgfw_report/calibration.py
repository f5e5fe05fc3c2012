"""The section `calibration`: whether probabilities mean what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import comb
from typing import Any, Literal

from imgfw import Figure, Outcome, Page, Section, Target

from .charts import Bar, Line, Plot, axis, shares
from .markup import rendered
from .reliability import Bin, Reliability, reliability
from .run_files import chosen_recipe

BINS = 15
"""As many as the metric ece has, where the recipe says no other number."""
MISS = 0.05
"""How often a 95 % interval misses by chance."""


class Calibration(Section):
    """Whether probabilities mean what they say: the share that is right, by what was said.

    In the bins of the metric ece, whose figure it shows; several labels are counted together.
    """

    use: Literal["calibration"] = "calibration"

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure a target that has labels."""
        given = page.outcome.predictions[page.split]
        for target in page.outcome.targets.values():
            if target.type == "number" or target.name not in given.probabilities:
                continue
            if target.exclusive and target.width < 2:
                continue
            found = reliability(given, target, _bins(page.outcome, target))
            if found:
                yield _figure(page, target, found)


def _bins(outcome: Outcome, target: Target) -> int:
    for metric in outcome.recipe.get("metric", ()):
        if metric["use"] == "ece" and metric.get("target") in (None, target.name):
            return int(metric["bins"])
    return BINS


def _figure(page: Page, target: Target, found: Reliability) -> Figure:
    what = "what was said" if target.exclusive else "what was said of a label"
    diagram = Plot(
        shares(what),
        shares(),
        f"share that is right by what was said, calibration error {found.error:.3f}",
        (Line([(0, 0), (1, 1)], "quiet"),),
        tuple(Bar(b.low, b.high, b.right, _told(b), (b.least, b.most)) for b in found.bins),
    )
    counts = Plot(
        shares(what),
        axis([each.count for each in found.bins], zero=True),
        "how many were said with which probability",
        bars=tuple(Bar(b.low, b.high, b.count, _told(b)) for b in found.bins),
    )
    plots = [
        ("Right, by what was said" if target.exclusive else "Holds, by what was said", diagram),
        ("How many tell it", counts),
    ]
    html = rendered("plots.html", plots=plots)
    return Figure("", html, tuple(_says(page, target, found)), (), target.name)


def _told(each: Bin) -> str:
    return (
        f"said {each.low:.2f} to {each.high:.2f}: {each.count:,}, on average {each.said:.3f}, "
        f"right {each.right:.3f}, interval {each.least:.3f} to {each.most:.3f}"
    )


def _says(page: Page, target: Target, found: Reliability) -> Iterator[str]:
    decision: Mapping[str, Any] = page.outcome.scores.get("decisions", {}).get(target.name, {})
    temperature = decision.get("temperature", 1.0)
    scores = page.outcome.scores["scores"].get(target.name, {}).get(page.split, {})
    error = scores.get("ece", {}).get("value", found.error)
    over = "" if target.exclusive else ", the mean over labels"
    yield (
        "Where bars reach the dashed line, probabilities mean what they say; the stroke in a bar is its 95 % "
        f"interval. The expected calibration error is {error:.3f}{over}."
    )
    whole = found.whole
    of, right = ("samples", "is right") if target.exclusive else ("probabilities of labels", "of them hold")
    off = not whole.least <= whole.said <= whole.most
    more = "surer than it should be" if whole.said > whole.right else "less sure than it could be"
    yield (
        f"On average {whole.said:.1%} was said of {whole.count:,} {of}, and {whole.right:.1%} {right}: "
        + (f"it is {more}." if off else "no more apart than chance may bring.")
    )
    apart = _apart(found.bins)
    if apart and len(found.bins) > 1:
        far = max(apart, key=lambda each: abs(each.said - each.right))
        yield (
            f"{len(apart):,} of {len(found.bins):,} bars lie further from the line than chance may bring. "
            f"Farthest is {far.low:.2f} to {far.high:.2f}: {far.said:.1%} was said of {far.count:,}, and "
            f"{far.right:.1%} {right}."
        )
    if temperature != 1:
        made = "less sure" if temperature > 1 else "surer"
        yield f"A temperature of {temperature:.3g} was fitted on val: it made probabilities {made}."
    elif (off or apart) and not chosen_recipe(page.outcome).get("decide", {}).get("calibrate"):
        yield "calibrate = true under [decide] fits a temperature on val that brings them closer."


def _apart(bins: Sequence[Bin]) -> list[Bin]:
    """Those whose interval misses what was said, where so many are rarely missed by chance; else none."""
    missed = [each for each in bins if not each.least <= each.said <= each.most]
    count = len(bins)
    chance = sum(comb(count, k) * MISS**k * (1 - MISS) ** (count - k) for k in range(len(missed), count + 1))
    return missed if chance < MISS else []
