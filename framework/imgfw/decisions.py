"""From probabilities to decisions: what was fitted on val, and how it is applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from . import temperature
from .targets import Target

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class FalseAccepts:
    """What `unknown` was fitted on: strangers, and how many of their samples it takes for somebody.

    share      of these samples
    low, high  the 95 % interval that holds the share of new strangers' samples
    samples    how many there were, of so many strangers
    asked      the share that the recipe allows; None in bundles of before
    own        so many of the strangers are labels of the gallery, each taken out of it before
    """

    share: float
    low: float
    high: float
    samples: int
    strangers: int
    asked: float | None = None
    own: int = 0


@dataclass(frozen=True)
class Stale:
    """`unknown` is from before the labels of a gallery changed: it says nothing sure about strangers.

    then  so many labels were known when it was made
    now   so many are
    why   it was not fitted again
    """

    then: int
    now: int
    why: str


@dataclass(frozen=True)
class Decision:
    """How the probabilities of one target are made and decided.

    thresholds     one a label for multi-label targets: it holds from its threshold on, None = never; else ()
    unknown        below this highest probability nothing is decided (-1), for exclusive targets; 0 = never
    temperature    what the logits of its head are divided by; 1 leaves the probabilities as they are
    sets           from this probability on a label is in the set of those it may be; None = no sets
    false_accepts  what `unknown` was fitted on; None where it was given
    stale          what became of `unknown` since; None where it holds
    """

    thresholds: tuple[float | None, ...] = ()
    unknown: float = 0.0
    temperature: float = 1.0
    sets: float | None = None
    false_accepts: FalseAccepts | None = None
    stale: Stale | None = None

    @property
    def claims(self) -> bool:
        """False where one label alone is left, and has probability 1 whatever is asked, but not all is to be
        taken for it: then nothing is decided."""
        return self.stale is None or self.stale.now > 1

    def plain(self) -> dict[str, Any]:
        """As it stands in bundle.json."""
        return {name: value for name, value in asdict(self).items() if name != "stale" or value}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Decision:
        """From what stands in bundle.json; earlier ones have no sets, and may have no temperature."""
        told = {name: plain[name] for name in ("temperature", "sets") if name in plain}
        if accepts := plain.get("false_accepts"):
            told["false_accepts"] = FalseAccepts(**accepts)
        if stale := plain.get("stale"):
            told["stale"] = Stale(**stale)
        return cls(tuple(plain["thresholds"]), plain["unknown"], **told)


def calibrated(target: Target, probabilities: np.ndarray, decision: Decision) -> np.ndarray:
    """What is given out of what a head says: float32 (N, C), each row by itself, so that it equals itself
    among others, to the bit."""
    import numpy as np

    if decision.temperature == 1.0 or target.type == "number" or not len(probabilities):
        return probabilities
    scaled = temperature.scaled if target.exclusive else temperature.scaled_each
    rows = (np.ascontiguousarray(probabilities[row : row + 1]) for row in range(len(probabilities)))
    return np.concatenate([scaled(row, decision.temperature) for row in rows])


def decided(target: Target, probabilities: np.ndarray, decision: Decision) -> np.ndarray:
    """Decide N rows: int (N,) with -1 for none, bool (N, C) or float32 (N,), by the target's type.

    Equal probabilities go to the first label.
    """
    import numpy as np

    if target.type == "number":
        return probabilities[:, 0]
    if target.type == "multi-label":
        never = float("nan")
        return probabilities >= np.array([never if t is None else t for t in decision.thresholds], np.float32)
    best = probabilities.argmax(axis=1)
    sure = (probabilities.max(axis=1) >= decision.unknown) & decision.claims
    return np.where(sure, best, -1).astype(np.int64)


def in_set(probabilities: np.ndarray, decision: Decision) -> np.ndarray:
    """Which labels are in the set of each of N rows: bool (N, C)."""
    import numpy as np

    assert decision.sets is not None, "there are no sets"
    found: np.ndarray = probabilities >= np.float32(decision.sets)
    return found


def one_by_one(head: Any, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Ask a head one row at a time, so that a row alone equals itself among others, to the bit."""
    import numpy as np

    count = len(next(iter(inputs.values())))
    answers = [
        head.predict({name: np.ascontiguousarray(values[row : row + 1]) for name, values in inputs.items()})
        for row in range(count)
    ]
    return (
        {name: np.concatenate([answer[name] for answer in answers]) for name in answers[0]} if count else {}
    )


def head_inputs(names: Sequence[str], features: np.ndarray, answers: Mapping[str, np.ndarray]) -> dict:
    """What a head sees of N rows: the features, and earlier heads' answers by "head:NAME"."""
    return {name: features if name == "features" else answers[name] for name in names}


def as_input(targets: Sequence[str], answers: Mapping[str, np.ndarray]) -> np.ndarray:
    """A head's answers as the input "head:NAME" of another: float32 (N, C), in the order of its targets.

    The order in which the head answers does not matter.
    """
    import numpy as np

    return np.concatenate([answers[name] for name in targets], axis=1)
