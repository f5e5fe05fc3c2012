"""What the drawn sources share: names of people, and pictures that are drawn when they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgfw import Picture

if TYPE_CHECKING:
    from .portrait import Portrait


def name_of(person: int) -> str:
    """As labels and files have it, in the order of the numbers."""
    return f"person-{person:05d}"


def number_of(name: str) -> int:
    """Of the person with this name. Raises ValueError for what is none."""
    return int(name.removeprefix("person-"))


def facts_of(size: int) -> dict[str, int | str]:
    """What is known of a picture of so many pixels before it is drawn."""
    return {"width": size, "height": size, "format": "drawn"}


def drawn(portrait: Portrait, size: int) -> Picture:
    """The picture of so many pixels, with its landmarks."""
    from .render import draw

    image, landmarks = draw(portrait, size)
    return Picture(image, landmarks=landmarks, facts=facts_of(size))
