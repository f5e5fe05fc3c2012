"""What something on a page opens: samples under a title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from imgfw import Sample, json_text


@dataclass(frozen=True)
class Opening:
    """Samples that something on the page opens, under a title; statements of one target, or of all for "".

    samples  the first of them
    of       how many there are
    """

    title: str = ""
    samples: tuple[Sample, ...] = ()
    target: str = ""
    of: int = 0

    @property
    def size(self) -> int:
        """The bytes that it takes on a page, its samples aside."""
        return 60 + len(json_text([self.title, self.target]).encode())


UNUSED = Opening()
"""In place of one that nothing on the page opens."""


def by_turns(openings: Sequence[Opening]) -> Iterator[tuple[int, Sample]]:
    """The first sample of every opening, then the second of each: none goes short for another."""
    for turn in zip_longest(*(opening.samples for opening in openings)):
        yield from ((at, sample) for at, sample in enumerate(turn) if sample is not None)
