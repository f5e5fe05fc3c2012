"""The section `decisions`: thresholds and what they decide, label by label; who is refused as unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from imgfw import Figure, Page, Section, Target

from .label_rows import LabelRow, label_rows
from .markup import rendered
from .refusals import refusals, refused_says
from .words import listed

FEW = 10
"""Of labels that fewer samples have the page says that their figures tell little."""


class Decisions(Section):
    """Thresholds and what they decide, label by label; who is refused as unknown.

    Thresholds were fitted on val; what is counted are the samples that the page is about.
    """

    use: Literal["decisions"] = "decisions"

    def show(self, page: Page) -> Iterator[Figure]:
        """A row for each of several labels; of labels that exclude each other what `unknown` refuses."""
        for target in page.outcome.targets.values():
            decision = page.outcome.scores.get("decisions", {}).get(target.name, {})
            given = page.outcome.predictions[page.split]
            if target.name not in given.decided:
                continue
            if target.type == "multi-label":
                scores = page.outcome.scores["scores"].get(target.name, {}).get(page.split, {})
                rows = label_rows(given, target, decision.get("thresholds", {}), scores)
                yield _labels(page, target, rows, decision)
            elif target.exclusive and decision.get("unknown"):
                yield _unknown(page, target, decision)


def _labels(page: Page, target: Target, rows: Sequence[LabelRow], decision: Mapping[str, Any]) -> Figure:
    samples = page.outcome.predictions[page.split].samples

    def opening(title: str, places: Sequence[int]) -> Any:
        return page.opening(title, [samples[place] for place in places], target.name)

    html = rendered("decisions.html", rows=rows, samples=len(samples), opening=opening)
    return Figure("", html, tuple(_says(rows)), tuple(_warns(rows, decision)), target.name)


def _says(rows: Sequence[LabelRow]) -> Iterator[str]:
    yield (
        "A label is said from its threshold on. The curve shows what other thresholds would give: recall to "
        "the right, precision upward, both from 0 to 1; the ring is where the threshold stands."
    )
    judged = [row for row in rows if row.f1 is not None and row.support >= FEW]
    if len(judged) > 1:
        worst = min(judged, key=lambda row: row.f1 or 0)
        more, what = (
            ("false alarms", "a higher threshold costs recall")
            if len(worst.false) > len(worst.missed)
            else ("missed", "a lower threshold costs precision")
        )
        yield (
            f"Weakest is {worst.label}, with F1 {worst.f1:.3f}: {len(worst.false):,} false alarms and "
            f"{len(worst.missed):,} missed of {worst.support:,}. Mostly {more}: {what}, more pictures of it "
            "cost neither."
        )


def _warns(rows: Sequence[LabelRow], decision: Mapping[str, Any]) -> Iterator[str]:
    never = [row.label for row in rows if row.threshold is None]
    if never:
        yield f"Never said, whatever the picture: {listed(never)}. No threshold was good enough on val."
    silent = [row.label for row in rows if row.threshold is not None and not row.said and row.support]
    if silent:
        yield f"Said of none of these pictures, though some have it: {listed(silent)}. Lower its threshold."
    few = [f"{row.label} ({row.support:,})" for row in rows if row.support < FEW]
    if few:
        yield f"Fewer than {FEW} of these pictures have {listed(few)}: their figures tell little."
    yield from decision.get("notes", ())[:FEW]


def _unknown(page: Page, target: Target, decision: Mapping[str, Any]) -> Figure:
    found = refusals(page.outcome, page.outcome.predictions[page.split], target)
    held = page.outcome.scores.get("held", {}).get(page.split, {}).get(target.name, {})

    def opening(title: str, places: Sequence[int]) -> Any:
        return page.opening(title, [found.samples[place] for place in places], target.name)

    html = rendered("refusals.html", found=found, held=held, opening=opening)
    says, warns = refused_says(found, decision)
    return Figure("Unknown", html, says, warns, target.name)
