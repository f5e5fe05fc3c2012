"""What is told of the probability from which on somebody is known."""

from __future__ import annotations

from typing import Any


def counted(count: float, one: str, more: str = "") -> str:
    """How many of something, as people write it: 1 picture, 1,200 pictures, 2 people.

    more  the word for several, where it is not `one` with an s
    """
    return f"{round(count, 3):,.12g} {one if count == 1 else more or one + 's'}"


def told(decision: Any) -> str:
    """From which probability on somebody is known, and how many strangers that lets in."""
    if not decision.unknown:
        return "everybody is taken for one of them, as [decide] says nothing of unknown"
    if not decision.claims:
        return "everybody is unknown"
    below = f"unknown below {_nearly(decision.unknown)}"
    accepts = decision.false_accepts
    if accepts is None or decision.stale:
        return below
    of = f"{counted(accepts.samples, 'picture')} of {counted(accepts.strangers, 'stranger')}"
    below += (
        f": {accepts.share:.3f} of {of} were accepted; of new ones {accepts.low:.3f} to {accepts.high:.3f}"
    )
    least = 1 / (accepts.strangers + 1)
    if accepts.asked is None or accepts.asked > least - 1e-9:
        return below
    return f"{below}; {accepts.asked:g} was asked for, and so few people tell of {least:.2g} and more"


def cost(found: tuple[int, int, int]) -> str:
    """How many of those who were known are not found any more since a change, "" where all are."""
    before, since, count = found
    if since >= before:
        return ""
    of = counted(count, "kept picture")
    return f"of {of} of those who were known before, {before:,} were found, and {since:,} are now"


def _nearly(probability: float) -> str:
    """With three digits, or as many as tell it from 1."""
    digits = next((digits for digits in range(3, 9) if round(probability, digits) < 1), 3)
    return f"{probability:.{digits}f}"


def doubt(decision: Any) -> str:
    """What is to be known of a threshold that is older than the gallery, "" where it is not."""
    if not (stale := decision.stale):
        return ""
    if not decision.claims:
        return (
            "one person alone has probability 1 whoever is seen, so nobody is taken for them; add another one"
        )
    were, are = ("was" if stale.then == 1 else "were"), ("is" if stale.now == 1 else "are")
    since = f"the threshold for unknown is from when {stale.then:,} {were} known, {stale.now:,} {are} now"
    return f"{since}; it says nothing sure about strangers any more, and was not fitted again: {stale.why}"


def plain(decision: Any) -> dict[str, Any]:
    """As it is printed in documents."""
    whole = decision.plain()
    return {name: whole.get(name) for name in ("unknown", "false_accepts", "stale")}
