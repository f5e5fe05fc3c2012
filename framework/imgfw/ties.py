"""Ties between names or numbers: which are joined, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Name = TypeVar("Name", str, int)


def joined(ties: Iterable[tuple[Name, Name]]) -> dict[Name, Name]:
    """{name: the smallest of all names that it is joined to}, for every name that occurs in a tie."""
    above: dict[Name, Name] = {}

    def top(name: Name) -> Name:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for one, other in ties:
        small, large = sorted((top(one), top(other)))
        above[large] = small
    return {name: top(name) for name in list(above)}
