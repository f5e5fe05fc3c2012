"""The candidate that was chosen: what it came to on val, with the interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imgfw import Outcome


def chosen_score(outcome: Outcome) -> Mapping[str, Any] | None:
    """The score by which it was chosen, where it has an interval: that on val, or of all folds as val."""
    chosen = next((entry for entry in outcome.leaderboard if entry["chosen"]), None)
    if chosen is None:
        return None
    target, _, figure = chosen["best"].partition("/")
    folds = outcome.scores.get("folds")
    own = folds["scores"] if folds else {target: outcome.scores["scores"].get(target, {}).get("val", {})}
    score: Mapping[str, Any] = own.get(target, {}).get(figure, {})
    there = score.get("low") is not None and score.get("value") == chosen["val"]
    return score if there else None
