"""What can be clicked about the label of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from imgfw import Target, escaped, json_text

from .doubts import Doubt

ALL = 12
"""Up to so many labels are all offered; of more the likely ones, and a field for the others."""


@dataclass(frozen=True)
class Choice:
    """A label to click: as people read it, as the table has it (JSON), if it holds, and if it is kept."""

    label: str
    value: str
    holds: bool
    kept: bool = False


@dataclass(frozen=True)
class Choices:
    """What can be clicked about one sample.

    kind    radio (one of the labels) | checkbox (any of them) | number (to be typed)
    name    of the group of radio buttons
    row     file and target as the table has them, as JSON
    copies  the other files with this content, as JSON
    number  the value, "" where nobody knows it
    listed  the id of the list with all labels, "" where all are offered
    """

    kind: Literal["radio", "checkbox", "number"]
    name: str
    row: str
    copies: str
    reason: str = ""
    choices: tuple[Choice, ...] = ()
    number: str = ""
    listed: str = ""


def choices(doubt: Doubt, target: Target, name: str, listed: str) -> Choices:
    """Of a sample with a doubt about its label; `listed` is the id of the list with all labels."""
    sample, given = doubt.sample, doubt.sample.labels.get(target.name)
    row = json_text([escaped(sample.uri), escaped(target.name)])
    copies = json_text([escaped(uri) for uri in sample.copies])
    if target.type == "number" or target.edges:  # of what is cut at edges the number is corrected
        number = f"{given:.6g}" if isinstance(given, float | int) else ""
        return Choices("number", name, row, copies, doubt.reason, number=number)
    held = given if isinstance(given, tuple) else ()
    offered = _offered(target, held, doubt.likely)
    some = listed if len(offered) < target.width else ""
    if target.type == "multi-label":
        ticked = tuple(Choice(label, value_of(label), label in held) for label in offered)
        return Choices("checkbox", name, row, copies, doubt.reason, ticked, listed=some)
    kept = Choice("|".join(held), value_of("|".join(held)), True, kept=True)
    others = tuple(Choice(label, value_of(label), False) for label in offered if label not in held)
    return Choices("radio", name, row, copies, doubt.reason, (kept, *others), listed=some)


def value_of(label: str) -> str:
    """A label as the table has it, as JSON: no letter of it is lost in an attribute."""
    return json_text(escaped(label))


def _offered(target: Target, held: Sequence[str], likely: Sequence[str]) -> tuple[str, ...]:
    """The labels to offer, in the order of the target."""
    if target.width <= ALL:
        return target.labels
    wanted = {*held, *likely}
    return tuple(label for label in target.labels if label in wanted)
