"""The samples of a page: their names, what was said of them, their pictures; each picture is in it once."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from typing import Any

from imgfw import Outcome, PictureError, Sample, Target, json_text

from .names import short_names
from .openings import UNUSED, Opening, by_turns
from .thumbnails import Thumbnail, thumbnail
from .verdicts import Statement, told

ROOM = 3_200_000
"""Characters that pictures take on a page at most."""
NO_ROOM = "the page has no room for more pictures"
AT_ONCE = 32
"""Pictures that are read before it is asked again whether there is room."""
TEXT = 900_000
"""Bytes that what is said of the samples behind numbers takes at most."""
LISTED = 6_000
"""Samples that a page can open at most."""
PLACES = 60_000
"""So often they stand in what is opened at most."""


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

    def number(self, sample: Sample) -> int:
        """By which the page knows its picture, which has room before those whose numbers are asked later."""
        return self._numbers.setdefault(sample.id, len(self._numbers))

    def picture(self, sample: Sample) -> Thumbnail | str:
        """Its small picture, or why there is none."""
        self.look([sample])
        return self._pictures[sample.id]

    def look(self, samples: Iterable[Sample]) -> None:
        """Read their pictures in threads; those that come first have room first."""
        new = {s.id: s for s in samples if s.id not in self._pictures}
        missing = iter(new.values())
        for first in islice(missing, int(not self._pictures)):  # alone: it opens what all are read from
            self._keep(first, self._seen(first))
        with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="imgfw") as pool:
            while self._room > 0 and (batch := list(islice(missing, AT_ONCE))):
                for sample, seen in zip(batch, pool.map(self._seen, batch), strict=True):
                    self._keep(sample, seen)
        self._pictures |= {sample.id: NO_ROOM for sample in missing}

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
        self._openings.append(Opening(title, tuple(samples[:LISTED]), target, len(samples)))
        return len(self._openings) - 1

    def size_of(self, openings: Iterable[int]) -> int:
        """The bytes that these openings take, without their samples."""
        return sum(self._openings[at].size for at in openings)

    def keep(self, openings: Container[int], room: int) -> None:
        """Keep the samples of these openings only; they and pictures have so many bytes of room."""
        self._openings = [o if at in openings else UNUSED for at, o in enumerate(self._openings)]
        records, _, kept = self._listing
        self._room = min(ROOM, room - len(json_text([records, kept]).encode()))

    def opened(self) -> dict[str, Any]:
        """The openings as the page's script reads them, with the pictures for which room is left.

        samples   name, uri, statements by target, number of the picture or why there is none (None: no room)
        openings  title, target, samples by position, and of how many these are; None where nothing opens it
        """
        records, listed, kept = self._listing
        self.look(listed)
        return {
            "samples": [{**r, "picture": self._shown(s)} for r, s in zip(records, listed, strict=True)],
            "openings": [
                None if o is UNUSED else {"title": o.title, "target": o.target, "samples": own, "of": o.of}
                for o, own in zip(self._openings, kept, strict=True)
            ],
        }

    @cached_property
    def _listing(self) -> tuple[list[dict[str, Any]], list[Sample], list[list[int]]]:
        """What is said of the samples that can be opened, these samples, and their places by opening."""
        places: dict[str, int] = {}
        kept: list[list[int]] = [[] for _ in self._openings]
        records: list[dict[str, Any]] = []
        listed: list[Sample] = []
        room = TEXT
        for at, sample in islice(by_turns(self._openings), PLACES):
            if sample.id not in places:
                if len(listed) >= LISTED or room <= 0:
                    continue
                places[sample.id] = len(listed)
                listed.append(sample)
                records.append(self._record(sample))
                room -= len(json_text(records[-1]).encode())
            kept[at].append(places[sample.id])
        return records, listed, kept

    def thumbnails(self) -> list[tuple[int, Thumbnail]]:
        """(number, picture) of all pictures that the page has."""
        shown = [(key, seen) for key, seen in self._pictures.items() if isinstance(seen, Thumbnail)]
        return [(self._numbers[key], seen) for key, seen in shown]

    def _record(self, sample: Sample) -> dict[str, Any]:
        said = {
            target.name: [[s.role, s.text, s.figure] for s in self.statements(sample, target)]
            for target in self._outcome.targets.values()
        }
        return {"name": self.name(sample), "uri": sample.uri, "told": said}

    def _shown(self, sample: Sample) -> int | str | None:
        """The number of its picture, why it cannot be shown, or None where the page has no room for it."""
        seen = self.picture(sample)
        return self.number(sample) if isinstance(seen, Thumbnail) else None if seen == NO_ROOM else seen

    def _seen(self, sample: Sample) -> Thumbnail | str:
        try:
            return thumbnail(self._outcome.picture(sample))
        except PictureError as error:
            return f"this picture cannot be shown: {error}"

    def _keep(self, sample: Sample, seen: Thumbnail | str) -> None:
        if isinstance(seen, Thumbnail):
            self.number(sample)
            seen = seen if self._room > 0 else NO_ROOM
            self._room -= len(seen.uri) if isinstance(seen, Thumbnail) else 0
        self._pictures[sample.id] = seen
