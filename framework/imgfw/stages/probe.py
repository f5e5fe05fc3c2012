"""Probe for leaks: with labels shuffled over groups there is nothing to learn, so scores must be chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from ..chance import generator
from ..data import Sample

if TYPE_CHECKING:
    import numpy as np

SHUFFLES = 1000
RARE = 0.002
"""A figure that chance alone reaches more rarely than this is a leak."""


@dataclass(frozen=True)
class Probe:
    """How a model of shuffled labels scored.

    figure     its name, "TARGET/FIGURE"; `value` turned so that higher is better
    low, high  where 95 of 100 shuffles of the same labels lie
    p          how often chance alone gives at least this value
    """

    figure: str
    value: float
    low: float
    high: float
    p: float

    @property
    def leaks(self) -> bool:
        """Whether the model knew more than it could have learned."""
        return self.p < RARE

    def __str__(self) -> str:
        seen = "something leaks" if self.leaks else "no leak seen"
        return (
            f"{self.figure} on labels shuffled over groups {self.value:.3f}, "
            f"chance {self.low:.3f} to {self.high:.3f}: {seen}"
        )

    def plain(self) -> dict[str, Any]:
        """As it stands in scores.json."""
        return {**asdict(self), "leaks": self.leaks, "text": str(self)}


def donors(groups: Sequence[str], rng: np.random.Generator) -> np.ndarray:
    """For each item the one whose labels it gets, int64 (N,): each group has those of a group drawn for it.

    A group that is larger than the one drawn for it gets its labels again from the beginning.
    """
    import numpy as np

    members: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    own = list(members.values())
    found = np.zeros(len(groups), np.int64)
    for mine, other in zip(own, rng.permutation(len(own)), strict=True):
        for place, item in enumerate(mine):
            found[item] = own[other][place % len(own[other])]
    return found


def shuffled(samples: Sequence[Sample], seed: int) -> list[Sample]:
    """The samples, each group with the labels of another; what is left out stays as it is."""
    usable = sorted((sample for sample in samples if not sample.left_out), key=lambda sample: sample.id)
    order = donors([sample.group_key for sample in usable], generator(seed, "probe"))
    labels = {sample.id: usable[donor].labels for sample, donor in zip(usable, order, strict=True)}
    return [replace(s, labels=labels[s.id]) if s.id in labels else s for s in samples]


def judged(figure: str, groups: Sequence[str], score: Callable[[np.ndarray], float], seed: int) -> Probe:
    """Compare a figure with what the same predictions come to under other shuffles of the same labels.

    groups  of the N judged samples
    score   score(index) -> the figure, higher is better, where row i has the truth of row index[i]
    """
    import numpy as np

    rng = generator(seed, "chance")
    value = score(np.arange(len(groups)))
    chance = np.array([score(donors(groups, rng)) for _ in range(SHUFFLES)])
    low, high = np.percentile(chance, (2.5, 97.5))
    p = (1 + int(np.count_nonzero(chance >= value))) / (1 + SHUFFLES)
    return Probe(figure, float(value), float(low), float(high), p)
