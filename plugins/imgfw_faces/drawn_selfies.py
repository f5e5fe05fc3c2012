"""The source `drawn-selfies`: pictures that exist as parameters and are drawn when they are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import CallError, Picture, Region, Sample, Source, Target

from .drawn import drawn, facts_of, name_of, number_of

if TYPE_CHECKING:
    from .portrait import Portrait


class DrawnSelfies(Source):
    """Selfies drawn by code, with true labels, identities and landmarks; nothing is downloaded.

    Beside `quality`, its `score`, `attributes` and `person` it gives the targets of the selfie data set:
    `popularity`, `age` and the others, and each of the 36 attributes.
    """

    revision: ClassVar[int] = 2
    offers: ClassVar[frozenset[str]] = frozenset({"landmarks"})

    use: Literal["drawn-selfies"] = "drawn-selfies"
    count: Annotated[int, Field(ge=1, le=1_000_000, description="How many pictures.")] = 1280
    people: Annotated[int, Field(ge=1, le=100_000, description="How many people take turns in them.")] = 160
    size: Annotated[int, Field(ge=32, le=1024, description="Width and height of a picture in pixels.")] = 96
    seed: Annotated[int, Field(ge=0, description="Another seed gives other people and pictures.")] = 7
    together: Annotated[
        bool,
        Field(
            description="Whether all pictures of a person go to one split; false where people are to be told "
            "apart."
        ),
    ] = True

    def gives(self) -> tuple[Target, ...]:
        """Quality, its score, the attributes, who it is, and what the selfie data set knows of a picture."""
        from .attributes import ATTRIBUTES
        from .selfie_table import targets

        people = tuple(name_of(person) for person in range(min(self.people, self.count)))
        return (
            Target("quality", "classes", ("bad", "good")),
            Target("score", "number"),
            Target("attributes", "multi-label", ATTRIBUTES),
            Target("person", "classes", people),
            *targets(),
        )

    def samples(self) -> Iterator[Sample]:
        """One sample a picture, person by person: what is kept of a person serves all their pictures."""
        for person in range(min(self.people, self.count)):
            for turn in range(len(range(person, self.count, self.people))):
                yield self._sample(person, turn)

    def read(self, sample: Sample) -> Picture:
        """The picture, drawn."""
        return drawn(self.portrait(*_parsed(sample.uri)), self.size)

    def portrait(self, person: int, turn: int) -> Portrait:
        """The parameters of one picture: which person, and which of their pictures."""
        import numpy as np

        from .person import make_person
        from .portrait import make_portrait

        rng = np.random.default_rng((self.seed, 2, person, turn))
        return make_portrait(make_person(self.seed, person), rng)

    def _sample(self, person: int, turn: int) -> Sample:
        from .attributes import attributes
        from .popularity import popularity
        from .quality import score, verdict
        from .render import landmarks
        from .selfie_table import columns, labels

        portrait, name = self.portrait(person, turn), name_of(person)
        held = columns(portrait)
        stamp = json.dumps([self.use, self.revision, self.seed, self.size, person, turn])
        return Sample(
            uri=f"drawn-selfies/{name}/{turn:04d}",
            stamp=stamp,
            digest=hashlib.sha256(stamp.encode()).hexdigest(),
            region=Region(landmarks=landmarks(portrait, self.size)),
            labels={
                "quality": (verdict(portrait),),
                "score": round(score(portrait), 6),
                "attributes": attributes(portrait),
                "person": (name,),
                "popularity": popularity(portrait, held),
                **labels(held),
            },
            group=name if self.together else "",
            facts=facts_of(self.size),
        )


def _parsed(uri: str) -> tuple[int, int]:
    try:
        _, name, turn = uri.split("/")
        return number_of(name), int(turn)
    except ValueError:
        raise CallError(
            f"{uri} is not one of the drawn selfies; expected drawn-selfies/person-00012/0003"
        ) from None
