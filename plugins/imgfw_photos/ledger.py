"""The ledger of a plan: what was found, and that all of it is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from imgfw import ending_of

from .companions import VIDEOS
from .plan import Item
from .planning import THERE


@dataclass
class Ledger:
    """Counts of files.

    placed      pictures that have a place, and `there` those of them that are in the target already
    unsorted    pictures with no label
    duplicate   pictures with the content of another
    unreadable  pictures and folders that cannot be read
    companions  files that belong to a picture
    videos      that belong to no picture
    other       everything else
    places      in so many folders, {folder: pictures}
    dates       {rule: pictures}, "" for those without a date
    """

    placed: int = 0
    there: int = 0
    unsorted: int = 0
    duplicate: int = 0
    unreadable: int = 0
    companions: int = 0
    videos: int = 0
    other: int = 0
    places: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)

    @property
    def pictures(self) -> int:
        """All that the four kinds of pictures hold."""
        return self.placed + self.unsorted + self.duplicate + self.unreadable

    @property
    def files(self) -> int:
        """Everything that was found: a line each in the plan's table."""
        return self.pictures + self.companions + self.videos + self.other

    def counted(self, items: Iterable[Item]) -> Iterator[Item]:
        """The same items, each counted."""
        for item in items:
            self._count(item)
            yield item

    def _count(self, item: Item) -> None:
        if item.follows:
            self.companions += 1
        elif item.fate == "other":
            video = ending_of(item.source) in VIDEOS
            self.videos += video
            self.other += not video
        else:
            setattr(self, item.fate, getattr(self, item.fate) + 1)
            self.there += item.reason == THERE
            self.places.update(place.rpartition("/")[0] for place in item.places)
            if item.fate != "unreadable":
                self.dates[item.date_from] += 1

    def plain(self) -> dict[str, Any]:
        """As one JSON document tells it."""
        counts = {"files": self.files, "pictures": self.pictures, **vars(self)}
        return counts | {"places": dict(self.places), "dates": dict(self.dates)}

    def lines(self) -> list[str]:
        """For people: a line each for pictures, what belongs to them, videos and the rest."""
        there = f", {self.there:,} of them there already" if self.there else ""
        told = [
            f"pictures {self.pictures:,} = {self.placed:,} placed + {self.unsorted:,} unsorted"
            f" + {self.duplicate:,} duplicate + {self.unreadable:,} unreadable{there}",
        ]
        rest = {
            "companions": self.companions,
            "videos": self.videos,
            "other files": self.other,
        }
        return told + [f"{name} {count:,}" for name, count in rest.items() if count]
