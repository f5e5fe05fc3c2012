"""Gathers pictures, class by class, until each has enough or nothing more is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from imgfw import PictureError, RunError, decode

from .classes import Wish
from .collection import Collection
from .copies import SIDE, Copies
from .found import Api, Found
from .links import RefusedError
from .web import Wanted, Web

PICTURE = Wanted(
    ("image/", "application/octet-stream", "binary/octet-stream", ""), most=30_000_000, seconds=60
)
TOLD = 10
"""After so many new pictures a line is said."""


@dataclass
class Tally:
    """What one class came to in this run.

    listed    results that were looked at
    new       pictures that were kept
    licences  results under another licence
    elsewhere results that another class has already
    later     {link: reason} of those that may be had another day; the folder remembers the others
    """

    listed: int = 0
    new: int = 0
    licences: int = 0
    elsewhere: int = 0
    later: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gathering:
    """Where to gather from, into what, under which licences, and how many a class."""

    api: Api
    web: Web
    collection: Collection
    codes: Sequence[str]
    per_class: int
    say: Callable[[str], None]

    @cached_property
    def copies(self) -> Copies:
        """What is there already, of all classes."""
        return Copies(self.collection, self.say)

    def fill(self, wish: Wish, tally: Tally) -> None:
        """Gather one class. Raises RunError where the API does not answer; what was kept stays."""
        enough = self.collection.kept(wish.name)
        if enough >= self.per_class:
            return
        listed = _in_turns([self._listed(query) for query in wish.queries])
        for query, found in listed:
            tally.listed += 1
            if self._take(wish.name, query, found, tally):
                enough += 1
                if tally.new % TOLD == 0:
                    self.say(f"{wish.name}: {enough} of {self.per_class}")
            if enough >= self.per_class:
                return

    def _listed(self, query: str) -> Iterator[tuple[str, Found]]:
        try:
            for page in self.api.pages(self.web, query, self.codes):
                yield from ((query, found) for found in page)
        except RefusedError as error:
            raise RunError(
                f'{self.api.name}, asked for "{query}": {error}; what was gathered is kept, '
                "and the same command continues"
            ) from error

    def _take(self, name: str, query: str, found: Found, tally: Tally) -> bool:
        """Fetch one picture and look at it; whether it was kept."""
        if found.licence is None or found.licence.code not in self.codes:
            tally.licences += 1
            return False
        if found.id in self.collection.rows:
            tally.elsewhere += self.collection.place(self.collection.rows[found.id]) not in (name, "")
            return False
        if found.id in self.collection.refused:
            return False
        try:
            content = self.web.ask(found.link, PICTURE, lambda answer: answer.content)
            picture = decode(content, SIDE)
        except RefusedError as error:
            if error.later:
                tally.later[found.link] = str(error)
                return False
            self.collection.refuse(found, name, query, str(error))
            return False
        except PictureError as error:
            self.collection.refuse(found, name, query, str(error))
            return False
        copy = self.copies.of(content, picture.image)
        if copy:
            self.collection.refuse(found, name, query, copy, "duplicate")
            return False
        file = self.collection.keep(found, name, query, content, picture.facts["format"])
        self.copies.add(file, picture.image)
        tally.new += 1
        return True


def _in_turns(listings: Sequence[Iterator[tuple[str, Found]]]) -> Iterator[tuple[str, Found]]:
    """One of each by turns, until all have ended."""
    waiting = list(listings)
    while waiting:
        for listing in list(waiting):
            one = next(listing, None)
            if one is None:
                waiting.remove(listing)
            else:
                yield one
