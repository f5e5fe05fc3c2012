"""The section `classes`: how many samples each label has, before cleaning and augmenting and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from imgfw import Figure, Page, Section

from .charts import Line, Plot, axis, stairs
from .markup import rendered
from .run_files import LabelCount, label_counts
from .words import listed

MOST = 60
"""So many labels are shown at most: those with the fewest training samples."""
FEW = 10
"""Labels with fewer training samples, or fewer to test on, are warned of."""


class Classes(Section):
    """How many samples each label has in each split, after cleaning, and rows after augmenting.

    Of more than 60 labels it shows those with the fewest training samples, and the shape of all.
    """

    use: Literal["classes"] = "classes"

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure a target with labels."""
        counts = label_counts(page.outcome.folder)
        for target in page.outcome.targets.values():
            own = [count for count in counts if count.target == target.name]
            if own:
                decision = page.outcome.scores.get("decisions", {}).get(target.name, {})
                yield _figure(target.name, own, decision, bool(page.outcome.predictions["test"].samples))


def _figure(target: str, counts: Sequence[LabelCount], decision: Mapping[str, Any], tested: bool) -> Figure:
    shown = list(counts)
    if len(counts) > MOST:
        few = sorted(range(len(counts)), key=lambda at: (counts[at].train, at))[:MOST]
        shown = [counts[at] for at in few]
    html = rendered(
        "classes.html",
        counts=shown,
        of=len(counts),
        most={name: max(getattr(each, name) for each in counts) for name in ("train", "rows")},
        cleaned=any(each.cleaned != each.train for each in counts),
        augmented=any(each.rows != each.cleaned for each in counts),
        plots=_shapes(counts) if len(counts) > MOST else (),
    )
    return Figure("", html, tuple(_says(counts)), tuple(_warns(counts, decision, tested)), target)


def _shapes(counts: Sequence[LabelCount]) -> Iterator[tuple[str, Plot]]:
    """How many samples the largest label has, the second, and so on: before and after."""
    places = axis([0, len(counts)], "labels, the largest first", whole=True)
    for title, name in (("Training samples", "train"), ("Training rows after augmenting", "rows")):
        sizes = sorted((getattr(each, name) for each in counts), reverse=True)
        line = Line(stairs([*((float(at), float(size)) for at, size in enumerate(sizes)), (len(sizes), 0.0)]))
        told = f"{title} from {sizes[0]:,} to {sizes[-1]:,}, over {len(sizes):,} labels"
        yield title, Plot(places, axis(sizes, zero=True), told, (line,))


def _says(counts: Sequence[LabelCount]) -> Iterator[str]:
    learned = [each for each in counts if each.train]
    if len(learned) > 1:
        least, most = min(learned, key=lambda each: each.train), max(learned, key=lambda each: each.train)
        if least.train == most.train:
            yield f"Every label has {least.train:,} training samples."
        else:
            yield (
                f"{most.label} has most training samples, {most.train:,}, and {least.label} fewest, "
                f"{least.train:,}: {most.train / least.train:.1f} times as many."
            )
    if any(each.rows != each.cleaned for each in counts):
        small, large = (pick(each.rows for each in learned) for pick in (min, max))
        ratio = f", {large / small:.1f} times as many" if large > small > 0 else ""
        rows = f"{small:,}" if small == large else f"{small:,} to {large:,}"
        yield f"After cleaning and augmenting a label has {rows} rows to learn from{ratio}."
    dropped = [each for each in counts if each.cleaned < each.train]
    if dropped:
        parts = [f"{each.train - each.cleaned:,} of {each.label}" for each in dropped]
        yield f"Cleaners took out {listed(parts)}."


def _warns(counts: Sequence[LabelCount], decision: Mapping[str, Any], tested: bool) -> Iterator[str]:
    none = [each.label for each in counts if not each.cleaned]
    if none and not decision.get("unknown"):
        yield f"Without a training sample, and so never learned: {listed(none)}."
    few = sorted((each for each in counts if 0 < each.cleaned < FEW), key=lambda each: each.cleaned)
    if few:
        yield (
            f"Fewer than {FEW} training samples: "
            f"{listed([f'{each.label} ({each.cleaned:,})' for each in few])}. More pictures of "
            f"{'it' if len(few) == 1 else 'these'} help most."
        )
    for split, used, what in (
        ("val", True, "where epochs, candidates and thresholds are chosen"),
        ("test", tested, "so that nothing is known of how well they do"),
    ):
        missing = [each.label for each in counts if used and not getattr(each, split)]
        if missing and len(missing) < len(counts):
            yield f"None in {split}, {what}: {listed(missing)}."
