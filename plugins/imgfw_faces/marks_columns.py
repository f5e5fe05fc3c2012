"""What the columns of a table of landmarks mean, by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

PICTURE = (
    "file",
    "file_name",
    "filename",
    "image",
    "image_id",
    "image_name",
    "path",
    "picture",
    "photo",
    "name",
)
POINT = ("point", "point_id", "landmark", "landmark_id", "index", "number")
FACE = ("face", "face_id", "region")
FIVE = (
    ("lefteye", "eyeleft"),
    ("righteye", "eyeright"),
    ("nose", "nosetip"),
    ("leftmouth", "mouthleft", "leftmouthcorner", "mouthleftcorner"),
    ("rightmouth", "mouthright", "rightmouthcorner", "mouthrightcorner"),
)
"""What five points are called, in their order; left is the picture's."""
_X = re.compile(r"(?P<before>(?:.*[\W_])?)x(?P<after>[\W_]?\d*)")
"""x, x1, x_1, lefteye_x, point.3.x, x[0] without its last bracket, ..."""


@dataclass(frozen=True)
class Meaning:
    """Places of columns.

    picture  the one with the picture's file
    columns  those with x, y, x, y, ... of a face; of one point where there is a row a point
    face     tells the faces of a picture apart, where there is a row a point; None = there is one
    point    the number of a point; None = points stand in order
    """

    picture: int
    columns: tuple[int, ...]
    by_point: bool = False
    face: int | None = None
    point: int | None = None


def meaning_of(header: Sequence[str], picture: str = "", columns: Sequence[str] = ()) -> Meaning:
    """What the columns of a table mean; given names go first. Raises ValueError where that is not clear."""
    names = [name.strip().lower() for name in header]
    file = _given(header, picture) if picture else _first(names, PICTURE)
    if file is None:
        raise ValueError(f"expected a column with the picture's file, got {_told(header)}; name it by `file`")
    if columns:
        if len(columns) % 2:
            raise ValueError(f"expected x and y by turns in `columns`, got {len(columns)} names")
        places = tuple(_given(header, name) for name in columns)
    else:
        places = _pairs(names)
    if not places:
        raise ValueError(
            f"expected columns such as x1 and y1, or x and y, got {_told(header)}; name them by `columns`"
        )
    if len(places) > 2:
        return Meaning(file, places)
    return Meaning(file, places, True, _first(names, FACE), _first(names, POINT))


def _pairs(names: Sequence[str]) -> tuple[int, ...]:
    """Places of x and y by turns; points in the order of their numbers, five by name, else as they stand."""
    found: dict[str, tuple[int, int]] = {}
    for place, name in enumerate(names):
        match = _X.fullmatch(name)
        partner = f"{match['before']}y{match['after']}" if match else ""
        if match and partner in names:
            found[match["before"] + match["after"]] = place, names.index(partner)
    return tuple(place for name in _in_order(list(found)) for place in found[name])


def _in_order(points: list[str]) -> list[str]:
    """Names of points as points are counted."""
    numbers = {name: re.findall(r"\d+", name) for name in points}
    if all(len(number) == 1 for number in numbers.values()):
        return sorted(points, key=lambda name: int(numbers[name][0]))
    plain = {name: re.sub(r"[\W_]", "", name) for name in points}
    order = {known: place for place, names in enumerate(FIVE) for known in names}
    if sorted(order.get(name, -1) for name in plain.values()) == list(range(len(FIVE))):
        return sorted(points, key=lambda name: order[plain[name]])
    return points


def _first(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _given(header: Sequence[str], name: str) -> int:
    if name not in header:
        raise ValueError(f'expected a column "{name}", got {_told(header)}')
    return list(header).index(name)


def _told(header: Sequence[str]) -> str:
    return ", ".join(header[:8]) + (", ..." if len(header) > 8 else "")
