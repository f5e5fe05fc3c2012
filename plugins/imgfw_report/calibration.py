"""The section `calibration`: whether probabilities mean what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from imgfw import Figure, Outcome, Page, Section, Target

from .charts import Bar, Line, Plot, axis, shares
from .markup import rendered
from .reliability import Bin, Reliability, reliability

BINS = 15
"""As many as the metric ece has, where the recipe says no other number."""
SURE = 0.02
"""Smaller gaps between what is said and what is right are not told as a fault."""


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
        tuple(Bar(each.low, each.high, each.right, _told(each)) for each in found.bins),
    )
    counts = Plot(
        shares(what),
        axis([each.count for each in found.bins], zero=True),
        "how many were said with which probability",
        bars=tuple(Bar(each.low, each.high, each.count, _told(each)) for each in found.bins),
    )
    plots = [
        ("Right, by what was said" if target.exclusive else "Holds, by what was said", diagram),
        ("How many tell it", counts),
    ]
    html = rendered("plots.html", plots=plots)
    return Figure("", html, _says(page, target, found), (), target.name)


def _told(each: Bin) -> str:
    return (
        f"said {each.low:.2f} to {each.high:.2f}: {each.count:,}, on average {each.said:.3f}, "
        f"right {each.right:.3f}"
    )


def _says(page: Page, target: Target, found: Reliability) -> tuple[str, ...]:
    outcome = page.outcome
    decision: Mapping[str, Any] = outcome.scores.get("decisions", {}).get(target.name, {})
    temperature = decision.get("temperature", 1.0)
    scores = outcome.scores["scores"].get(target.name, {}).get(page.split, {})
    error = scores.get("ece", {}).get("value", found.error)
    of, right = ("samples", "is right") if target.exclusive else ("probabilities of labels", "of them hold")
    says = [
        "Where bars reach the dashed line, probabilities mean what they say. "
        f"The expected calibration error is {error:.3f}"
        + (", the mean over labels." if not target.exclusive else ".")
    ]
    gap = found.said - found.right
    text = f"On average {found.said:.1%} was said of {found.count:,} {of}, and {found.right:.1%} {right}"
    chance = _by_chance(target, found, scores, decision)
    if abs(gap) < SURE or chance:
        says.append(f"{text}: no more apart than chance may bring." if abs(gap) >= SURE else f"{text}.")
    else:
        says.append(
            f"{text}: it is {'surer than it should be' if gap > 0 else 'less sure than it could be'}."
        )
    if temperature != 1:
        made = "less sure" if temperature > 1 else "surer"
        says.append(f"A temperature of {temperature:.3g} was fitted on val: it made probabilities {made}.")
    elif abs(gap) >= SURE and not chance:
        says.append("calibrate = true under [decide] fits a temperature on val that brings them together.")
    return tuple(says)


def _by_chance(
    target: Target, found: Reliability, scores: Mapping[str, Any], decision: Mapping[str, Any]
) -> bool:
    """Whether the interval of the accuracy holds what was said on average; not where some were refused."""
    accuracy = scores.get("accuracy", {})
    if not target.exclusive or decision.get("unknown") or accuracy.get("low") is None:
        return False
    return bool(accuracy["low"] <= found.said <= accuracy["high"])
