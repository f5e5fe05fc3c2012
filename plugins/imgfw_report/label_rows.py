"""What the threshold of a label comes to: which samples are right, false alarms or missed, and its curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imgfw import Predictions, Target

from .charts import stairs, thinned

if TYPE_CHECKING:
    import numpy as np

Point = tuple[float, float]


@dataclass(frozen=True)
class LabelRow:
    """One of several labels.

    threshold            from this probability on it is said; None = never
    known                samples that are known to have it or not
    right, false, missed  rows of the predictions: rightly said, wrongly said, not said though it holds; the
                         surest mistakes first
    precision, recall, f1  None where nothing was said, or nothing holds; those of scores.json where there
                         are any
    curve                (recall, precision) for every threshold that there may be
    point                where the threshold stands on it, None where nothing was said or holds
    """

    label: str
    threshold: float | None
    known: int
    right: list[int]
    false: list[int]
    missed: list[int]
    precision: float | None
    recall: float | None
    f1: float | None
    curve: list[Point]
    point: Point | None

    @property
    def support(self) -> int:
        """How many samples have it."""
        return len(self.right) + len(self.missed)

    @property
    def said(self) -> int:
        """For how many it was said."""
        return len(self.right) + len(self.false)


def label_rows(
    given: Predictions,
    target: Target,
    thresholds: Mapping[str, float | None],
    scores: Mapping[str, Mapping[str, Any]],
) -> list[LabelRow]:
    """A row for each label of a target with several."""
    truth, said, decided = (each[target.name] for each in (given.truth, given.probabilities, given.decided))
    return [
        _row(label, thresholds.get(label), truth[:, at], said[:, at], decided[:, at], scores)
        for at, label in enumerate(target.labels)
    ]


def _row(
    label: str,
    threshold: float | None,
    truth: np.ndarray,
    probabilities: np.ndarray,
    decided: np.ndarray,
    scores: Mapping[str, Mapping[str, Any]],
) -> LabelRow:
    import numpy as np

    order = np.argsort(-probabilities, kind="stable")
    known, holds = ~np.isnan(truth), truth > 0.5
    right, false = (order[(wanted & decided & known)[order]].tolist() for wanted in (holds, ~holds))
    missed = order[::-1][(holds & ~decided)[order[::-1]]].tolist()
    precision, recall = _share(len(right), len(false)), _share(len(right), len(missed))
    f1 = _share(2 * len(right), len(false) + len(missed))
    own = {"precision": precision, "recall": recall, "f1": f1}
    told = {name: scores.get(f"{name}:{label}", {"value": value})["value"] for name, value in own.items()}
    point = None if precision is None or recall is None else (recall, precision)
    return LabelRow(
        label=label,
        threshold=threshold,
        known=int(known.sum()),
        right=right,
        false=false,
        missed=missed,
        **told,
        curve=curve(probabilities[known], holds[known]),
        point=point,
    )


def curve(probabilities: np.ndarray, holds: np.ndarray) -> list[Point]:
    """(recall, precision) from the highest threshold to the lowest, as steps; [] where nothing holds.

    probabilities  float32 (N,); holds  bool (N,)
    """
    import numpy as np

    if not holds.any():
        return []
    order = np.argsort(-probabilities, kind="stable")
    ranked = probabilities[order]
    last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))  # of samples that are equally probable
    found = holds[order].cumsum()[last]
    recall, precision = found / found[-1], found / (last + 1)
    points = list(zip(recall.tolist(), precision.tolist(), strict=True))
    until = next(number for number, (at, _) in enumerate(points) if at == 1) + 1  # beyond it only alarms come
    return stairs(thinned([(0.0, points[0][1]), *points[:until]]))


def _share(part: int, rest: int) -> float | None:
    return part / (part + rest) if part + rest else None
