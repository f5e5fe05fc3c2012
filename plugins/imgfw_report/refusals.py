"""Who is refused as unknown: samples of labels that were learned, and strangers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imgfw import Outcome, Predictions, Sample, Target

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Group:
    """Samples that `unknown` is to keep or to refuse: rows of the predictions.

    name      as a heading has it
    right     taken for what they are
    wrong     taken for another label
    refused   taken for none
    stranger  whether refusing is right
    """

    name: str
    right: list[int]
    wrong: list[int]
    refused: list[int]
    stranger: bool = False

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.right) + len(self.wrong) + len(self.refused)


@dataclass(frozen=True)
class Refusals:
    """The groups that there are, of these samples."""

    samples: tuple[Sample, ...]
    groups: tuple[Group, ...]

    def of(self, stranger: bool) -> Group | None:
        """The strangers, or those that were learned."""
        named = (group for group in self.groups if group.name != UNLABELLED)
        return next((group for group in named if group.stranger == stranger), None)


LEARNED, STRANGERS, UNLABELLED = "Labels that it learned", "Strangers", "Without a known label"


def refusals(outcome: Outcome, given: Predictions, target: Target) -> Refusals:
    """What became of each sample; a stranger is one whose label no training sample has."""
    import numpy as np

    learned = set(_labels(outcome.samples, target.name))
    strange = np.array([label not in learned for label in target.labels], bool)
    truth, decided = given.truth[target.name], given.decided[target.name]
    known = truth >= 0
    stranger = known & strange[np.maximum(truth, 0)]

    def group(name: str, of: np.ndarray, is_stranger: bool) -> Group:
        parts = (decided == truth) & (decided >= 0), (decided != truth) & (decided >= 0), decided < 0
        right, wrong, refused = (np.flatnonzero(of & part).tolist() for part in parts)
        return Group(name, right, wrong, refused, is_stranger)

    groups = (
        group(LEARNED, known & ~stranger, False),
        group(STRANGERS, stranger, True),
        group(UNLABELLED, ~known, False),
    )
    return Refusals(given.samples, tuple(each for each in groups if each.count))


def refused_says(found: Refusals, decision: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the refusals come to, and what speaks against believing them."""
    says = [f"Below a highest probability of {decision['unknown']:.3f} a picture is refused."]
    warns = []
    if told := decision.get("false_accepts"):
        asked = told.get("asked")
        wanted = "" if asked is None else f", where {asked:.0%} were allowed"
        says.append(
            f"That was fitted on {told['samples']:,} pictures of {told['strangers']:,} strangers: "
            f"{told['share']:.1%} of them are taken for somebody{wanted}; of new strangers "
            f"{told['low']:.1%} to {told['high']:.1%} would be."
        )
        if asked is not None and told["high"] > asked:
            warns.append(
                f"With so few strangers up to {told['high']:.1%} of new ones may be taken for somebody, more "
                f"than the {asked:.0%} that were asked for: more people to learn from narrow this."
            )
    own, strangers = found.of(stranger=False), found.of(stranger=True)
    if own and own.refused:
        told = f"{_of(own.refused, own.count)} pictures of labels that it learned {_are(own.refused)} refused"
        if 2 * len(own.refused) > own.count:
            warns.append(f"{told}: a lower `unknown` under [decide] keeps more of them, and of strangers.")
        else:
            says.append(f"{told}.")
    if strangers and strangers.wrong:
        told = f"{_of(strangers.wrong, strangers.count)} strangers {_are(strangers.wrong)} taken for somebody"
        says.append(f"{told}: look at them.")
    if strangers is None:
        says.append("No stranger is among these pictures: whether strangers are refused is not tested here.")
    return tuple(says), tuple(warns)


def _of(some: Sequence[int], count: int) -> str:
    return f"{len(some):,} of {count:,}"


def _are(some: Sequence[int]) -> str:
    return "is" if len(some) == 1 else "are"


def _labels(samples: Iterable[Sample], target: str) -> Iterable[str]:
    for sample in samples:
        given = sample.labels.get(target)
        if sample.split == "train" and not sample.left_out and isinstance(given, tuple):
            yield from given
