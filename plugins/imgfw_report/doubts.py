"""Which labels are worth a look: suspected by cleaners, confidently decided otherwise, or least certain."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from imgfw import Outcome, Sample, Target

from .verdicts import least_certain, mistakes

if TYPE_CHECKING:
    import numpy as np

LIKELY = 6
"""So many labels are told of a sample."""
SUSPECTED, MISTAKEN, UNCERTAIN = "suspected", "mistaken", "uncertain"


@dataclass(frozen=True)
class Doubt:
    """A sample whose label for a target is worth a look, why, and its likely labels, the likeliest first."""

    sample: Sample
    reason: str = ""
    likely: tuple[str, ...] = ()


def doubts(
    outcome: Outcome, target: Target, cleaners: Collection[str], count: int
) -> dict[str, tuple[Doubt, ...]]:
    """{kind of doubt: at most `count` of them, the strongest first}; a picture is there once.

    suspected  what these cleaners found in labels of the target
    mistaken   val and test, decided wrongly: the most confident first, of a number the largest errors
    uncertain  val and test, the least certain first
    """
    rows = _Rows(outcome, target)
    kinds = {
        SUSPECTED: _suspected(outcome, target, cleaners),
        MISTAKEN: (rows.doubt(row) for row in rows.mistaken()),
        UNCERTAIN: (rows.doubt(row) for row in rows.uncertain()),
    }
    seen: set[str] = set()
    return {kind: tuple(islice(_new(found, seen), count)) for kind, found in kinds.items()}


def _new(found: Iterator[Doubt], seen: set[str]) -> Iterator[Doubt]:
    """Those of pictures that were not seen; a correction is one of the picture, not of a region of it."""
    for doubt in found:
        if doubt.sample.digest not in seen:
            seen.add(doubt.sample.digest)
            yield doubt


def _suspected(outcome: Outcome, target: Target, cleaners: Collection[str]) -> Iterator[Doubt]:
    samples = {sample.id: sample for sample in outcome.samples}
    own = {name for name in cleaners if target.name in _judged(outcome, name)}
    found = [finding for finding in outcome.findings if finding.cleaner in own and finding.id in samples]
    for finding in sorted(found, key=lambda finding: -(finding.score or 0.0)):
        yield Doubt(samples[finding.id], finding.reason)


def _judged(outcome: Outcome, cleaner: str) -> set[str]:
    """The targets whose labels a cleaner judges: the one that it names, else there is only one."""
    tables = [table for table in outcome.recipe.get("cleaner", ()) if table["use"] == cleaner]
    named = {table["target"] for table in tables if table.get("target")}
    return named or set(outcome.targets)


class _Rows:
    """Val and test of a target, one below the other."""

    def __init__(self, outcome: Outcome, target: Target) -> None:
        given = [each for each in outcome.predictions.values() if target.name in each.decided]
        self._target = target
        self._samples: Sequence[Sample] = [sample for each in given for sample in each.samples]
        self._truth = self._joined([each.truth for each in given])
        self._probabilities = self._joined([each.probabilities for each in given])
        self._decided = self._joined([each.decided for each in given])
        self._cuts = outcome.scores.get("decisions", {}).get(target.name, {}).get("thresholds", {})

    def mistaken(self) -> list[int]:
        """Rows as `verdicts.mistakes` orders them."""
        if not self._samples:
            return []
        found: list[int] = mistakes(self._target, self._truth, self._probabilities, self._decided).tolist()
        return found

    def uncertain(self) -> list[int]:
        """Rows as `verdicts.least_certain` orders them."""
        if not self._samples:
            return []
        found: list[int] = least_certain(self._target, self._probabilities, self._cuts).tolist()
        return found

    def doubt(self, row: int) -> Doubt:
        """What a row says."""
        labels = self._target.labels
        order = (-self._probabilities[row]).argsort(kind="stable").tolist() if labels else []
        return Doubt(self._samples[row], "", tuple(labels[place] for place in order[:LIKELY]))

    def _joined(self, arrays: Sequence[Mapping[str, Any]]) -> np.ndarray:
        import numpy as np

        return np.concatenate([each[self._target.name] for each in arrays]) if arrays else np.zeros(0)
