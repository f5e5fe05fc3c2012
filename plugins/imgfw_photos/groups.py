"""What is placed together or not at all: a picture, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from .plan import Item

Each = TypeVar("Each")

TOGETHER = 64
"""So many are announced in the journal at once."""


def grouped(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Each picture that is placed with what belongs to it, which stands anywhere in the table.

    What belongs to a picture that is not placed stays, too, whatever its own line says.
    """
    groups: dict[str, list[Item]] = {item.source: [item] for item in items if not item.follows}
    for item in items:
        if item.follows:
            groups[item.follows].append(item)
    yield from (group for group in groups.values() if group[0].fate == "placed")


def batched(all_: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """So many of them at a time."""
    rest = iter(all_)
    while batch := list(islice(rest, size)):
        yield batch
