"""Ties between names: which are joined, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable


def joined(ties: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{name: the smallest of all names that it is joined to}, for every name that occurs in a tie."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for one, other in ties:
        small, large = sorted((top(one), top(other)))
        above[large] = small
    return {name: top(name) for name in list(above)}
