"""The result of a run as people read it: scores, whether to believe them, and what to try next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..printable import printable

if TYPE_CHECKING:
    from ..outcome import Outcome

MOST = 5
"""So many notes on decisions are told."""
ROWS = 20
"""So many candidates are told, and so many trials of a refinement before only the better ones are."""
WIDTH, WIDEST = 24, 48
"""Columns for the names of figures, and for those of many long labels."""


def summary(outcome: Outcome, plugins: Sequence[Path] = ()) -> str:
    """A table of scores for each target, and what is to be known beside; `plugins` are files it was given."""
    scores = outcome.scores
    lines = [line for target in scores["scores"] for line in _of_target(scores, target)]
    if len(outcome.leaderboard) > 1:
        best = outcome.leaderboard[0]["best"]
        lines += ["", f"candidates by {best} on val", *map(_place, outcome.leaderboard[:ROWS])]
        if (rest := len(outcome.leaderboard) - ROWS) > 0:
            lines.append(f"  and {rest:,} more, see leaderboard in scores.json")
    if scores.get("untried"):
        lines.append(f"  no time for {', '.join(scores['untried'])}")
    if scores.get("refined"):
        lines += ["", *_refined(scores["refined"])]
    lines += ["", *_trust(scores.get("trust") or {})]
    pages = [f"page      {page}" for page in sorted((outcome.folder / "sinks").glob("*/*.html"))]
    lines += ["", f"run       {outcome.folder}", *pages, _next(outcome, plugins)]
    return "\n".join(map(printable, lines))


def _of_target(scores: Mapping[str, Any], target: str) -> Iterator[str]:
    splits = scores["scores"][target]
    split = "test" if "test" in splits else next(iter(splits), "")
    figures = splits.get(split, {})
    n = max((figure["n"] for figure in figures.values()), default=0)
    yield ""
    yield f"{target} on {n:,} {split} samples" if figures else f"{target}: no metric scores it"
    if figures and not n:
        yield f"  WARNING: scored on nothing, for no {split} sample has a known label; give it some"
    width = min(max([WIDTH, *map(len, figures)]), WIDEST)
    for name, figure in figures.items():
        yield f"  {name:<{width}} {_with_interval(figure)}"
    if base := scores["baseline"].get(target):
        yield f"  {'always ' + base['label']:<{width}} {base['accuracy']:.3f}   accuracy, for comparison"
    yield from _decided(scores.get("decisions", {}).get(target, {}))
    yield from _held(scores.get("held", {}).get(split, {}).get(target, {}))
    for about, given in (
        ("without what cleaners would drop", scores.get("cleaned")),
        ("all folds as val", scores.get("folds")),
    ):
        first = next(iter(given["scores"].get(target, {}).items()), None) if given else None
        if first:
            yield f"  {about}: {first[0]} {_with_interval(first[1])} (n = {first[1]['n']:,})"


def _decided(decision: Mapping[str, Any]) -> Iterator[str]:
    """What was fitted on val, and what could not be."""
    if decision and decision["temperature"] != 1:
        yield f"  probabilities at temperature {decision['temperature']:.3g}"
    cuts = [cut for cut in decision.get("thresholds", {}).values() if cut is not None]
    if len(set(cuts)) > 1:
        yield f"  thresholds from {min(cuts):.3f} to {max(cuts):.3f}, by label"
    if told := decision.get("false_accepts"):
        yield f"  unknown below {decision['unknown']:.3f}: of {told['strangers']:,} strangers {_share(told)}"
    notes = decision.get("notes", [])
    yield from (f"  {note}" for note in notes[:MOST])
    if len(notes) > MOST:
        yield f"  and {len(notes) - MOST:,} more such labels, see decisions in scores.json"


def _share(told: Mapping[str, Any]) -> str:
    """What strangers a threshold was fitted on, and what is to be expected of new ones."""
    interval = f"{told['low']:.3f} to {told['high']:.3f}"
    return f"{told['share']:.3f} of {told['samples']:,} pictures are accepted; of new ones {interval}"


def _held(held: Mapping[str, Any]) -> Iterator[str]:
    """What sets and refusals came to."""
    if held.get("coverage"):
        yield f"  {'true label in the set':<24} {_with_interval(held['coverage'])}"
        yield f"  {'labels in a set':<24} {held['set_size']:.3f}"
    if held.get("found"):
        yield f"  {'known, and found':<24} {_with_interval(held['found'])}"
    if held.get("false_accepts"):
        yield f"  {'false accepts':<24} {_with_interval(held['false_accepts'])}"


def _trust(trust: Mapping[str, Any]) -> Iterator[str]:
    """The certificate, and what speaks against the scores."""
    if trust:
        yield trust["certificate"]["text"]
        yield from (f"WARNING: {shortcut['text']}" for shortcut in trust["shortcuts"])
        if trust["probe"]:
            yield f"probe: {trust['probe']['text']}"


def _with_interval(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return str(figure["reason"])
    if figure["low"] is None:
        return f"{figure['value']:.3f}   no interval: {figure['reason']}"
    return f"{figure['value']:.3f}   {figure['low']:.3f} to {figure['high']:.3f}"


def _place(entry: Any) -> str:
    value = "-" if entry["val"] is None else f"{entry['val']:.3f}"
    return f"  {entry['candidate']:<24} {value}   {'chosen' if entry['chosen'] else ''}".rstrip()


def _refined(refined: Mapping[str, Any]) -> Iterator[str]:
    """What was tried on the best candidate, in this order."""
    from ..recipe import told

    trials = refined["trials"]
    few = len(trials) <= ROWS
    chosen = [trial for trial in trials if few or trial["kept"] or not trial["change"]]
    epochs = refined["epochs"]
    short = "" if epochs is None else f", {epochs} epoch{'s' if epochs > 1 else ''} a trial"
    yield f"{refined['from']} refined by {refined['search']} search{short}"
    width = max(len(told(trial["change"])) for trial in chosen)
    for trial in chosen:
        value = "-" if trial["val"] is None else f"{trial['val']:.3f}"
        mark = "better" if trial["kept"] else trial["reason"].partition("\n")[0]
        changed = f"{told(trial['change']):<{min(width, 60)}}"
        yield f"  {trial['order']:>4}  {changed}   {value:<5}   {mark}".rstrip()
    if not few:
        yield f"  {len(trials) - len(chosen):,} more were no better, see refined in scores.json"
    if refined["untried"]:
        yield f"  for {refined['untried']:,} more there was no time"


def _next(outcome: Outcome, plugins: Sequence[Path]) -> str:
    needed = [word for file in plugins for word in ("--plugin", str(file))]
    return f"try       {shlex.join(['imgfw', 'predict', str(outcome.folder), *needed])} PICTURES..."
