"""Features of a finished run's samples: the chosen candidate's, or what is kept of another's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..data import Sample
from ..errors import CallError, nearest
from ..outcome import Features
from ..rowlog import RowLog
from ..rows import kept_rows

if TYPE_CHECKING:
    import numpy as np


def features_of(
    leaderboard: Sequence[Mapping[str, Any]],
    own: Callable[[Sequence[Sample]], np.ndarray],
    chosen: str,
    log: Callable[[str], RowLog],
) -> Features:
    """What `Outcome.features` is.

    own     gives those of the chosen candidate, and makes what is not kept
    chosen  the key of its log; a run of an earlier version has those of no others
    log     gives the log of a key
    """
    keys = {each["candidate"]: each.get("rows", chosen if each["chosen"] else None) for each in leaderboard}

    def features(samples: Sequence[Sample], *, candidate: str = "") -> np.ndarray:
        import numpy as np

        if not candidate:
            return own(samples)
        if candidate not in keys:
            raise CallError(f'no candidate is called "{candidate}"; {nearest(candidate, list(keys))}')
        key = keys[candidate]
        return np.zeros((len(samples), 0), np.float32) if key is None else kept_rows(log(key), samples)

    return features
