"""The section `cleaned`: what was found in the pictures before anything was learned, and what came of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from imgfw import Figure, Finding, Outcome, Page, Sample, Section

from .markup import rendered
from .near_sets import near_sets

WORDS = 6
"""So many words of a reason tell its kind."""


@dataclass(frozen=True)
class Found:
    """What one cleaner did with the training samples, or a reason why samples were left out."""

    name: str
    samples: tuple[Sample, ...]
    reasons: tuple[str, ...]
    dropped: int
    flagged: int


class Cleaned(Section):
    """What cleaners found, nearly the same pictures, and what was left out.

    Each with its pictures and reasons; what belongs together stands side by side.
    """

    use: Literal["cleaned"] = "cleaned"
    count: Annotated[
        int, Field(ge=1, le=200, description="How many pictures are shown for each cleaner and reason.")
    ] = 12

    def show(self, page: Page) -> Iterator[Figure]:
        """A summary, then a figure for each cleaner, for near-duplicates, copies and what is left out."""
        found = _by_cleaner(page.outcome)
        left = [sample for sample in page.outcome.samples if sample.left_out]
        copied = [sample for sample in page.outcome.samples if sample.copies and not sample.left_out]
        if found or left or copied:
            yield _summary(page, found, left, copied)
        for each in found:
            if each.samples:
                yield self._of_cleaner(page, each)
        yield from self._near(page)
        yield from self._copied(page, copied)
        yield from self._left_out(page, left)

    def _of_cleaner(self, page: Page, found: Found) -> Figure:
        does = {"dropped": found.dropped, "flagged": found.flagged}
        title = f"{found.name}: " + ", ".join(f"{count:,} {what}" for what, count in does.items() if count)
        says = []
        if found.dropped:
            says.append(
                "Nothing was learned from what is dropped. If some of it is what the model will meet, loosen "
                f"the bound of {found.name}."
            )
        if found.flagged:
            says.append(
                "What is flagged was learned from all the same: correct it, or leave it out by "
                'action = "drop" once these pictures convince you.'
            )
        return Figure(title, self._cards(page, title, found.samples, found.reasons), tuple(says))

    def _near(self, page: Page) -> Iterator[Figure]:
        sets = near_sets(page.outcome.samples, page.outcome.picture, self.count)
        if not sets:
            return
        rows = [[page.card(sample) for sample in own[:4]] for own in sets]
        more = [page.opening("Nearly the same", own) if len(own) > 4 else "" for own in sets]
        sizes = [len(own) for own in sets]
        html = rendered("near.html", sets=list(zip(rows, more, sizes, strict=True)))
        some = f" The first {len(sets):,} sets are shown." if len(sets) == self.count else ""
        says = (
            "These are kept together, so that no test picture has its like in train. If they have different "
            f"labels, one of these is wrong.{some}",
        )
        yield Figure("Nearly the same", html, says, _at_odds(sets))

    def _copied(self, page: Page, copied: Sequence[Sample]) -> Iterator[Figure]:
        if copied:
            reasons = [f"also {', '.join(sample.copies)}" for sample in copied]
            html = self._cards(page, "The same, byte for byte", copied, reasons)
            yield Figure("The same, byte for byte", html, ("Each counts once, however often it is there.",))

    def _left_out(self, page: Page, left: Sequence[Sample]) -> Iterator[Figure]:
        if left:
            html = self._cards(page, "Left out", left, [sample.left_out for sample in left])
            says = ("Nothing was learned from these, and nothing judged on them.",)
            yield Figure(f"Left out: {len(left):,}", html, says)

    def _cards(self, page: Page, title: str, samples: Sequence[Sample], reasons: Sequence[str]) -> str:
        shown = [page.card(sample) for sample in samples[: self.count]]
        rest = len(samples) if len(samples) > self.count else 0
        opening = page.opening(title, samples) if rest else ""
        cards = list(zip(shown, reasons[: self.count], strict=True))
        return rendered("reasons.html", cards=cards, rest=rest, opening=opening)


def _by_cleaner(outcome: Outcome) -> list[Found]:
    """Those of the recipe in their order, then others that found something."""
    named = [str(table["use"]) for table in outcome.recipe.get("cleaner", ())]
    names = dict.fromkeys([*named, *(finding.cleaner for finding in outcome.findings)])
    samples = {sample.id: sample for sample in outcome.samples}
    return [_found(name, [f for f in outcome.findings if f.cleaner == name], samples) for name in names]


def _found(name: str, findings: Sequence[Finding], samples: Mapping[str, Sample]) -> Found:
    """The highest score first, and after each what is of its group."""
    known = sorted((f for f in findings if f.id in samples), key=lambda f: -(f.score or 0.0))
    first: dict[str, int] = {}
    for place, finding in enumerate(known):
        first.setdefault(samples[finding.id].group_key, place)
    known.sort(key=lambda finding: first[samples[finding.id].group_key])
    dropped = sum(finding.action == "drop" for finding in known)
    own = tuple(samples[finding.id] for finding in known)
    return Found(name, own, tuple(finding.reason for finding in known), dropped, len(known) - dropped)


def _at_odds(sets: Sequence[Sequence[Sample]]) -> tuple[str, ...]:
    """Of how many of these sets the labels differ."""
    odd = sum(any(sample.labels != own[0].labels for sample in own) for own in sets)
    if not odd:
        return ()
    told = "One of these sets has" if odd == 1 else f"{odd:,} of these sets have"
    return (f"{told} different labels for nearly the same picture.",)


def _summary(page: Page, found: Sequence[Found], left: Sequence[Sample], copied: Sequence[Sample]) -> Figure:
    rows = [(each.name, each.dropped, each.flagged, _opens(page, each.name, each.samples)) for each in found]
    kinds = Counter(_kind(sample.left_out) for sample in left)
    reasons = [
        (kind, count, _opens(page, kind, [s for s in left if _kind(s.left_out) == kind]))
        for kind, count in kinds.most_common()
    ]
    trained = sum(sample.split == "train" and not sample.left_out for sample in page.outcome.samples)
    touched = len({sample.id for each in found for sample in each.samples})
    says = [f"Cleaners found something in {touched:,} of {trained:,} training samples."] if found else []
    if copied:
        copies = sum(len(sample.copies) for sample in copied)
        says.append(f"{copies:,} files are copies of others.")
    return Figure("", rendered("cleaned.html", rows=rows, reasons=reasons), tuple(says))


def _opens(page: Page, title: str, samples: Sequence[Sample]) -> str:
    return page.opening(title, samples) if samples else ""


def _kind(reason: str) -> str:
    """What of a reason is the same for many samples: its first words."""
    words = re.split(r"[:;(]", reason)[0].split()
    return " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")
