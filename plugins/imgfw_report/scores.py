"""The section `scores`: every figure with its interval, against the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from imgfw import Figure, Outcome, Page, Section, Target

from .markup import rendered

FEW = 30
"""Below so many judged samples the page says that they are few."""


class Scores(Section):
    """Scores with their intervals, against the baseline.

    The intervals are those of scores.json: 95 %, by groups.
    """

    use: Literal["scores"] = "scores"

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure a target that a metric scores."""
        for target in page.outcome.targets.values():
            scores = page.outcome.scores["scores"].get(target.name, {}).get(page.split, {})
            if scores:
                yield _figure(page.outcome, target, scores)


def _figure(outcome: Outcome, target: Target, scores: Mapping[str, Mapping[str, Any]]) -> Figure:
    baseline = outcome.scores["baseline"].get(target.name)
    own = {name: score for name, score in scores.items() if not _of_label(name, target)}
    columns, by_label = _by_label(scores, target)
    html = rendered(
        "scores.html",
        figures=own,
        baseline=baseline,
        numbers=target.type == "number",
        columns=columns,
        by_label=by_label,
    )
    says, warns = _says(own, baseline, drawn=target.type != "number")
    return Figure("", html, (*says, *_beside(outcome, target.name)), warns, target.name)


def _beside(outcome: Outcome, target: str) -> Iterator[str]:
    """The first figure of all folds, and of what cleaners would leave, where there are such."""
    folds, cleaned = (outcome.scores.get(name) or {} for name in ("folds", "cleaned"))
    for about, given in (
        (f"All {len(folds.get('each', ())):,} folds as val", folds),
        ("Without what cleaners would drop", cleaned),
    ):
        for name, score in list(given.get("scores", {}).get(target, {}).items())[:1]:
            if score["value"] is not None:
                interval = "" if score["low"] is None else f", {score['low']:.3f} to {score['high']:.3f},"
                yield f"{about}: {name} {score['value']:.3f}{interval} on {score['n']:,} samples."


def _of_label(figure: str, target: Target) -> bool:
    return figure.partition(":")[2] in target.labels


def _by_label(
    scores: Mapping[str, Mapping[str, Any]], target: Target
) -> tuple[tuple[str, ...], dict[str, dict[str, Any]]]:
    """Figures such as "f1:dog" as a table: its columns, and for each label a score in each column."""
    columns = tuple(dict.fromkeys(name.partition(":")[0] for name in scores if _of_label(name, target)))
    rows = {
        label: {column: scores.get(f"{column}:{label}", {"value": None}) for column in columns}
        for label in target.labels
    }
    return columns, rows if columns else {}


def _says(
    scores: Mapping[str, Mapping[str, Any]], baseline: Mapping[str, Any] | None, *, drawn: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the figures come to, and what speaks against them."""
    warns = []
    judged = max((score.get("n", 0) for score in scores.values()), default=0)
    accuracy = scores.get("accuracy", {})
    tick = f"; the red stroke is always saying {baseline['label']}" if baseline and accuracy else ""
    what = "A bar is the score, the line in it its" if drawn else "Beside a score stands its"
    says = [f"{what} 95 % interval: where that of many more such pictures is likely to lie{tick}."]
    if baseline and accuracy.get("low") is not None:
        always, low, high = baseline["accuracy"], accuracy["low"], accuracy["high"]
        if low > always:
            says.append(
                f"It is better than always saying {baseline['label']}: {accuracy['value']:.3f} against "
                f"{always:.3f}, and the interval lies above."
            )
        elif high < always:
            warns.append(
                f"It is worse than always saying {baseline['label']} ({always:.3f}): look at the confusion, "
                "and whether labels and pictures belong together."
            )
        else:
            warns.append(
                f"The interval holds {always:.3f}, which always saying {baseline['label']} reaches: nothing "
                "shows that it learned anything. More pictures of the rarer labels help first."
            )
    if 0 < judged < FEW:
        warns.append(f"Only {judged:,} samples were judged: a few more would move every figure.")
    return tuple(says), tuple(warns)
