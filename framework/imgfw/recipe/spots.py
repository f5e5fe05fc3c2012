"""Where every value of a recipe stands, and the problems found there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import Problem
from ..printable import printable

Key = str | int
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass
class Spot:
    """Where a table, key or list element stands, with the spots of what is inside.

    where   "recipes/selfie.toml:14:1", or "--set head.0.units"
    origin  who gave the value: "recipes/selfie.toml:14", "--set", "candidate NAME"
    line    the line itself
    order   sorts problems: position in the file, then the overrides
    folder  what relative paths found here are relative to
    kids    by key or index
    """

    where: str
    origin: str
    line: str
    order: int
    folder: Path
    kids: dict[Key, Spot] = field(default_factory=dict)

    def at(self, *keys: Key) -> Spot:
        """The spot of what these keys lead to, or of the last known thing on the way there."""
        spot = self
        for key in keys:
            if key not in spot.kids:
                break
            spot = spot.kids[key]
        return spot

    def exactly(self, *keys: Key) -> Spot | None:
        """The spot of what these keys lead to, None where nobody gave it."""
        spot: Spot | None = self
        for key in keys:
            spot = spot.kids.get(key) if spot else None
        return spot

    def credited(self, origin: str) -> Spot:
        """The same spots, said to come from `origin`."""
        return replace(self, origin=origin, kids={k: s.credited(origin) for k, s in self.kids.items()})

    def spread(self, value: object) -> Spot:
        """This spot with the same place for everything inside a value."""
        kids = {key: replace(self, kids={}).spread(inner) for key, inner in _inside(value)}
        return replace(self, kids=kids)


def _inside(value: object) -> Iterator[tuple[Key, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


class Problems:
    """The problems found so far, each once.

    hidden  the text that could not be read, so that nothing in it is told as missing
    """

    def __init__(self, hidden: str = "") -> None:
        self.hidden = hidden
        self._found: dict[Problem, int] = {}

    def add(self, spot: Spot, what: str, got: str = "", hint: str = "") -> None:
        """Note that `what` was expected at this spot."""
        problem = Problem(*map(printable, (spot.where, what, got, hint, spot.line)))
        self._found.setdefault(problem, spot.order)

    def hides(self, key: str) -> bool:
        """Whether a key may stand in the text that could not be read."""
        return re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", self.hidden) is not None

    def take(self, others: Problems, hint: str) -> None:
        """Add what others found and these did not, with a further hint."""
        for problem, order in others._found.items():
            if problem not in self._found:
                hints = "; ".join(filter(None, (problem.hint, hint)))
                self._found[replace(problem, hint=hints)] = order

    def without(self, others: Problems) -> Problems:
        """Those that others have not found."""
        left = Problems(self.hidden)
        left._found = {
            problem: order for problem, order in self._found.items() if problem not in others._found
        }
        return left

    def elsewhere(self, where: str) -> Problems:
        """Those that do not stand there."""
        left = Problems(self.hidden)
        left._found = {found: order for found, order in self._found.items() if found.where != where}
        return left

    def __len__(self) -> int:
        return len(self._found)

    def in_order(self) -> tuple[Problem, ...]:
        """All of them as they stand in the file, those of overrides last."""
        return tuple(sorted(self._found, key=lambda problem: self._found[problem]))


def dotted(keys: tuple[Key, ...]) -> str:
    """Keys as TOML writes them: head.0.units."""
    return ".".join(key if _BARE.fullmatch(key) else f'"{key}"' for key in map(str, keys))
