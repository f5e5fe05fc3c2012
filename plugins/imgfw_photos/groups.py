"""What is placed together or not at all: a picture, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from .plan import Item

Each = TypeVar("Each")

TOGETHER = 64
"""So many are announced in the journal at once."""


def grouped(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Each picture that is placed with what belongs to it, which stands anywhere in the table.

    What belongs to a picture that is not placed, or has no line, stays, too, whatever its own line says.
    """
    leaders = (item for item in items if not item.follows and item.fate == "placed")
    groups: dict[str, list[Item]] = {item.source: [item] for item in leaders}
    for item in items:
        if item.follows in groups:
            groups[item.follows].append(item)
    yield from groups.values()


def batched(all_: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """So many of them at a time."""
    rest = iter(all_)
    while batch := list(islice(rest, size)):
        yield batch
