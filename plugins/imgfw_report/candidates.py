"""The section `candidates`: which recipes were tried, and what each came to on val."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from imgfw import Figure, Outcome, Page, Section, json_text

from .chosen import chosen_score
from .markup import rendered
from .words import listed

MOST = 40
"""So many candidates or trials are shown at most."""

Entry = Mapping[str, Any]


class Candidates(Section):
    """The candidates by their score on val, and the trials of a refinement.

    Which one is chosen, and whether chance may have ordered them.
    """

    use: Literal["candidates"] = "candidates"

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure where there was something to choose from, one more for a refinement."""
        outcome = page.outcome
        untried = outcome.scores.get("untried") or ()
        if len(outcome.leaderboard) > 1 or untried:
            yield _board(outcome, untried)
        if refined := outcome.scores.get("refined"):
            yield _trials(outcome, refined)


def _board(outcome: Outcome, untried: Sequence[str]) -> Figure:
    board = outcome.leaderboard
    interval = chosen_score(outcome)
    longest = _longest([entry["val"] for entry in board])
    rows = [
        {
            "name": (entry["candidate"],),
            "val": entry["val"],
            "bar": _bar(entry["val"], longest, interval if entry["chosen"] else None),
            "chosen": entry["chosen"],
            "note": _within(entry, interval),
        }
        for entry in board[:MOST]
    ]
    html = rendered("candidates.html", rows=rows, untried=untried, rest=len(board) - len(rows))
    return Figure(f"By {board[0]['best']} on val", html, tuple(_says(board, interval, untried)))


def _within(entry: Entry, interval: Entry | None) -> str:
    if entry["chosen"]:
        return "chosen"
    if interval is None or entry["val"] is None:
        return ""
    return "within the interval" if interval["low"] <= entry["val"] <= interval["high"] else ""


def _longest(values: Sequence[float | None]) -> float:
    """What a full bar stands for: 1 for shares, else the largest that there is."""
    largest = max((abs(value) for value in values if value is not None), default=1.0)
    return max(largest, 1e-12) if largest > 1 or largest < 0.02 else 1.0


def _bar(value: float | None, longest: float, interval: Entry | None) -> Entry:
    """As the macro `bar` draws it."""
    ends = (interval["low"], interval["high"]) if interval else (None, None)
    low, high = (None if end is None else min(1.0, max(0.0, abs(end) / longest)) for end in ends)
    if interval and (interval["low"] < 0 or (value or 0) < 0):
        low = high = None
    return {"value": None if value is None else max(0.0, value) / longest, "low": low, "high": high}


def _says(board: Sequence[Entry], interval: Entry | None, untried: Sequence[str]) -> Iterator[str]:
    judged = [entry for entry in board if entry["val"] is not None]
    if len(judged) > 1 and judged[0]["val"] < judged[-1]["val"]:
        yield "Lower is better."
    others = [entry for entry in judged if not entry["chosen"]]
    close = [entry["candidate"] for entry in others if _within(entry, interval)]
    if interval and close:
        yield (
            f"{listed(close)} {'lies' if len(close) == 1 else 'lie'} within the 95 % interval of the chosen "
            f"one, {interval['low']:.3f} to {interval['high']:.3f} on {interval['n']:,} val samples: "
            "chance may have made this order. Run two of them by themselves, and imgfw compare tells "
            "whether they differ on the same test samples."
        )
    elif interval and others:
        yield (
            f"No other lies within the 95 % interval of the chosen one, {interval['low']:.3f} to "
            f"{interval['high']:.3f} on {interval['n']:,} val samples."
        )
    elif others:
        yield "There is no interval for this figure on val: how much of the order is chance is not known."
    if len(judged) > 1:
        yield "The best of several looks better on val than it is: believe the scores on test."
    if untried:
        yield f"For {listed(list(untried))} there was no time."


def _trials(outcome: Outcome, refined: Mapping[str, Any]) -> Figure:
    trials = refined["trials"]
    shown = trials if len(trials) <= MOST else [each for each in trials if each["kept"] or not each["change"]]
    longest = _longest([trial["val"] for trial in trials])
    kept = [trial["order"] for trial in trials if trial["kept"]]
    rows = [
        {
            "name": _told(trial["change"]),
            "val": trial["val"],
            "bar": _bar(trial["val"], longest, None),
            "chosen": bool(kept) and trial["order"] == kept[-1],
            "note": "better than all before" if trial["kept"] else trial["reason"].partition("\n")[0],
        }
        for trial in shown
    ]
    html = rendered("candidates.html", rows=rows, untried=(), rest=len(trials) - len(shown))
    title = f"{refined['from']}, refined"
    return Figure(title, html, tuple(_refined_says(outcome, refined, kept)))


def _refined_says(outcome: Outcome, refined: Mapping[str, Any], kept: Sequence[int]) -> Iterator[str]:
    trials, epochs = refined["trials"], refined["epochs"]
    short = "" if epochs is None else f", each trained for {epochs:,} epoch{'s' if epochs > 1 else ''}"
    yield (
        f"{len(trials):,} trials by {refined['search']} search{short}, in the order in which they were made. "
        f"{len(kept):,} {'was' if len(kept) == 1 else 'were'} better than all before."
    )
    chosen = next((entry for entry in outcome.leaderboard if entry["chosen"]), None)
    if kept and epochs is not None and chosen is not None:
        won = chosen["candidate"] != refined["from"]
        yield (
            "Trained in full, what it came to is "
            + (
                "the best on val, and is kept."
                if won
                else f"no better than {refined['from']}, which is kept."
            )
        )
    if refined["untried"]:
        yield f"For {refined['untried']:,} more there was no time."


def _told(change: Mapping[str, Any]) -> tuple[str, ...]:
    """A change for people: "head.0.units = [64]", "train.learning_rate = 0.001"."""
    return tuple(f"{key} = {json_text(value)}" for key, value in change.items()) or ("as it is",)
