"""The source `drawn-people`: people to be told apart, seen from the front to learn, turned away to test."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from imgfw import CallError, Picture, Region, Sample, Source, Target

from .drawn import drawn, facts_of, name_of, number_of

if TYPE_CHECKING:
    from .person import Person
    from .portrait import Portrait

Split = Literal["train", "val", "test"]
Some = Annotated[int, Field(ge=1, le=1000)]
Angle = Annotated[float, Field(ge=0, le=70)]

_SPLITS: tuple[Split, ...] = ("test", "train", "val")  # as names sort
_FAR = 1_000_000  # further than numbers of people go
_OF_A_DAY = ("light", "glasses", "hat", "outfit", "colours", "scene")


class DrawnPeople(Source):
    """People drawn by code on many days, to be told apart; nothing is downloaded.

    The pictures of train look into the camera, those of val and test are turned to either side. Every split
    has days of its own: clothes, hats, glasses, light and places tell nobody apart. All people are grown-up.
    """

    offers: ClassVar[frozenset[str]] = frozenset({"landmarks"})

    use: Literal["drawn-people"] = "drawn-people"
    people: Annotated[int, Field(ge=1, le=100_000, description="How many people are to be known.")] = 40
    strangers: Annotated[
        int,
        Field(
            ge=0,
            le=100_000,
            description="How many more are in val alone, and as many others in test alone: nobody can know "
            "them.",
        ),
    ] = 0
    train: Annotated[Some, Field(description="Pictures of each person to learn from.")] = 3
    val: Annotated[Some, Field(description="Pictures of each person to choose by.")] = 2
    test: Annotated[Some, Field(description="Pictures of each person to be tested on.")] = 4
    per_day: Annotated[Some, Field(description="How many of them are taken on one day; they never part.")] = 1
    frontal: Annotated[
        Angle, Field(description="Train: how far a head is turned aside at most, in degrees.")
    ] = 10.0
    turned: Annotated[
        tuple[Angle, Angle],
        Field(description="Val and test: how far a head is turned aside, least and most, in degrees."),
    ] = (15.0, 55.0)
    size: Annotated[int, Field(ge=32, le=1024, description="Width and height of a picture in pixels.")] = 160
    seed: Annotated[int, Field(ge=0, description="Another seed gives other people and pictures.")] = 7

    @model_validator(mode="after")
    def _turns_further(self) -> DrawnPeople:
        least, most = self.turned
        if least > most:
            raise ValueError(f"expected turned = [least, most], got [{least:g}, {most:g}]")
        return self

    def gives(self) -> tuple[Target, ...]:
        """Who it is: strangers have names as well."""
        everybody = range(self.people + 2 * self.strangers)
        return (Target("person", "classes", tuple(name_of(number) for number in everybody)),)

    def samples(self) -> Iterator[Sample]:
        """One sample a picture, person by person."""
        for number in range(self.people + 2 * self.strangers):
            for split in self._splits(number):
                for turn in range(getattr(self, split)):
                    yield self._sample(number, split, turn)

    def read(self, sample: Sample) -> Picture:
        """The picture, drawn."""
        return drawn(self.portrait(*_parsed(sample.uri)), self.size)

    def portrait(self, number: int, split: Split, turn: int) -> Portrait:
        """The parameters of one picture of a split: which person, and which of their pictures there."""
        from dataclasses import replace

        import numpy as np

        from .portrait import make_careful

        person = _grown_up(self.seed, number)
        place = self.seed, 3, number, _SPLITS.index(split)
        rng = np.random.default_rng((*place, 0, turn))
        day = make_careful(person, np.random.default_rng((*place, 1, turn // self.per_day)))
        own = make_careful(person, rng)
        least, most = (-self.frontal, self.frontal) if split == "train" else self.turned
        side = 1.0 if split == "train" else float(rng.choice([-1, 1]))
        return replace(
            own,
            pose=(side * float(rng.uniform(least, most)), *own.pose[1:]),
            **{name: getattr(day, name) for name in _OF_A_DAY},
        )

    def _splits(self, number: int) -> tuple[Split, ...]:
        if number < self.people:
            return _SPLITS
        return ("val",) if number < self.people + self.strangers else ("test",)

    def _sample(self, number: int, split: Split, turn: int) -> Sample:
        from .render import landmarks

        name = name_of(number)
        turned = self.frontal if split == "train" else self.turned
        parts = [self.use, self.revision, self.seed, self.size, self.per_day, turned, number, split, turn]
        stamp = json.dumps(parts)
        return Sample(
            uri=f"drawn-people/{name}/{split}-{turn:04d}",
            stamp=stamp,
            digest=hashlib.sha256(stamp.encode()).hexdigest(),
            region=Region(landmarks=landmarks(self.portrait(number, split, turn), self.size)),
            labels={"person": (name,)},
            group=f"{name}/{split}/{turn // self.per_day}",
            split=split,
            facts=facts_of(self.size),
        )


def _grown_up(seed: int, number: int) -> Person:
    """The grown-up of this number in the world of this seed: the first one of many people."""
    from .person import GROWN, make_person

    people = (make_person(seed, number + more) for more in count(step=_FAR))
    return next(person for person in people if person.age >= GROWN)


def _parsed(uri: str) -> tuple[int, Split, int]:
    try:
        _, name, picture = uri.split("/")
        split, turn = picture.split("-")
        return number_of(name), _SPLITS[_SPLITS.index(split)], int(turn)
    except ValueError:
        raise CallError(
            f"{uri} is not one of the drawn people; expected drawn-people/person-00012/test-0003"
        ) from None
