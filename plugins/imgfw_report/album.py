"""The samples of a page: their names, what was said of them, their pictures; each picture is in it once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from imgfw import Outcome, PictureError, Sample, Target

from .names import short_names
from .thumbnails import Thumbnail, thumbnail
from .verdicts import Statement, told

if TYPE_CHECKING:
    pass

ROOM = 3_200_000
"""Characters that pictures take on a page at most."""
LISTED = 6_000
"""Samples that a page can open at most."""


@dataclass(frozen=True)
class Opening:
    """Samples that something on the page opens, under a title; statements of one target, or of all for ""."""

    title: str
    samples: tuple[Sample, ...]
    target: str


class Album:
    """What a page has of its samples; pictures that are asked for first have room first."""

    def __init__(self, outcome: Outcome, split: str) -> None:
        self._outcome, self._split = outcome, split
        self._pictures: dict[str, Thumbnail | str] = {}
        self._numbers: dict[str, int] = {}
        self._openings: list[Opening] = []
        self._room = ROOM

    @cached_property
    def _rows(self) -> dict[str, tuple[str, int]]:
        """{sample id: (split, row)} of what was judged; the page's own split counts before the other."""
        given = self._outcome.predictions
        return {
            sample.id: (split, row)
            for split in sorted(given, key=lambda split: split == self._split)
            for row, sample in enumerate(given[split].samples)
        }

    @cached_property
    def _names(self) -> dict[str, str]:
        uris = [sample.uri for sample in self._outcome.samples]
        return dict(zip(uris, short_names(uris), strict=True))

    def name(self, sample: Sample) -> str:
        """As much of its uri as tells it from all others."""
        return self._names.get(sample.uri, sample.uri)

    def picture(self, sample: Sample) -> Thumbnail | str:
        """Its small picture, or why there is none."""
        if sample.id not in self._pictures:
            self._pictures[sample.id] = self._seen(sample)
            self._numbers[sample.id] = len(self._numbers)
        return self._pictures[sample.id]

    def number(self, sample: Sample) -> int:
        """By which the page knows its picture."""
        return self._numbers[sample.id]

    def statements(self, sample: Sample, target: Target) -> tuple[Statement, ...]:
        """What was said of it and what holds; of a sample that was not judged what its source says."""
        split, row = self._rows.get(sample.id, (self._split, -1))
        given = self._outcome.predictions[split]
        if row >= 0 and target.name in given.decided:
            arrays: tuple[Any, ...] = tuple(
                each[target.name][row] for each in (given.truth, given.probabilities, given.decided)
            )
            return told(target, *arrays)
        labels = sample.labels.get(target.name)
        if labels is None:
            return ()
        text = f"{labels:.4g}" if isinstance(labels, float | int) else ", ".join(labels)
        return (Statement("is", text),)

    def told(self, sample: Sample, target: str = "") -> tuple[tuple[str, tuple[Statement, ...]], ...]:
        """(target, what is said of it), of one target or of all; without a name where there is only one."""
        targets = self._outcome.targets
        chosen = [targets[target]] if target in targets else list(targets.values())
        return tuple((t.name if len(chosen) > 1 else "", self.statements(sample, t)) for t in chosen)

    def open(self, title: str, samples: Sequence[Sample], target: str) -> int:
        """The number of an opening."""
        self._openings.append(Opening(title, tuple(samples), target))
        return len(self._openings) - 1

    def opened(self) -> dict[str, Any]:
        """The openings as the page's script reads them, with the pictures for which room is left.

        samples   name, uri, number of the picture or why there is none, statements by target
        openings  title, target, samples by position, and of how many these are
        """
        places: dict[str, int] = {}
        kept: list[list[int]] = [[] for _ in self._openings]
        records: list[dict[str, Any]] = []
        for at, sample in self._by_turns():
            if sample.id not in places:
                if len(records) >= LISTED:
                    continue
                places[sample.id] = len(records)
                records.append(self._record(sample))
            kept[at].append(places[sample.id])
        return {
            "samples": records,
            "openings": [
                {"title": o.title, "target": o.target, "samples": own, "of": len(o.samples)}
                for o, own in zip(self._openings, kept, strict=True)
            ],
        }

    def thumbnails(self) -> list[tuple[int, Thumbnail]]:
        """(number, picture) of all pictures that the page has."""
        found = ((self._numbers[key], picture) for key, picture in self._pictures.items())
        return [(number, picture) for number, picture in found if isinstance(picture, Thumbnail)]

    def _by_turns(self) -> Iterator[tuple[int, Sample]]:
        """The first sample of every opening, then the second of each: none goes short for another."""
        for turn in zip_longest(*(opening.samples for opening in self._openings)):
            yield from ((at, sample) for at, sample in enumerate(turn) if sample is not None)

    def _record(self, sample: Sample) -> dict[str, Any]:
        picture = self.picture(sample)
        seen: Any = picture if isinstance(picture, str) else self.number(sample)
        said = {
            target.name: [[s.role, s.text, s.figure] for s in self.statements(sample, target)]
            for target in self._outcome.targets.values()
        }
        return {"name": self.name(sample), "uri": sample.uri, "picture": seen, "told": said}

    def _seen(self, sample: Sample) -> Thumbnail | str:
        if self._room <= 0:
            return "the page has no room for more pictures"
        try:
            found = thumbnail(self._outcome.picture(sample))
        except PictureError as error:
            return f"this picture cannot be shown: {error}"
        self._room -= len(found.uri)
        return found
