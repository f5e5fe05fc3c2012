"""The selfie data set of the University of Central Florida: a table of attributes and popularity."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from imgfw import CallError, PictureError, Sample, Source, Target

from .cells import labels_of
from .places import Place, place_of
from .texts import text_of

ATTRIBUTES = (
    *("partial_faces", "is_female", "baby", "child", "teenager", "youth", "middle_age", "senior"),
    *(
        "white",
        "black",
        "asian",
        "oval_face",
        "round_face",
        "heart_face",
        "smiling",
        "mouth_open",
        "frowning",
    ),
    *("wearing_glasses", "wearing_sunglasses", "wearing_lipstick", "tongue_out", "duck_face"),
    *("black_hair", "blond_hair", "brown_hair", "red_hair", "curly_hair", "straight_hair", "braid_hair"),
    *("showing_cellphone", "using_earphone", "using_mirror", "braces", "wearing_hat"),
    *("harsh_lighting", "dim_lighting"),
)
"""The 36 attributes in the order of the table, as the README of the data set gives it."""
ONE_OF = {
    "age": ("baby", "child", "teenager", "youth", "middle_age", "senior"),
    "race": ("white", "black", "asian"),
    "face_shape": ("oval_face", "round_face", "heart_face"),
    "hair_colour": ("black_hair", "blond_hair", "brown_hair", "red_hair"),
    "hair_shape": ("curly_hair", "straight_hair", "braid_hair"),
}
"""Targets that are one of several attributes."""
TABLE, PICTURES = "selfie_dataset.txt", "images"
WIDTH = 2 + len(ATTRIBUTES)
VALUES = ("-1", "0", "1")
GROUPED = {name: [ATTRIBUTES.index(label) for label in labels] for name, labels in ONE_OF.items()}


class SelfieDataset(Source):
    """The UCF selfie data set: popularity and 36 attributes of faces.

    `popularity` is a number. Every attribute is a target of that name with itself as its only label: 1 says
    that it holds, -1 that it does not, 0 that nobody knows. `age`, `race`, `face_shape`, `hair_colour` and
    `hair_shape` are the one attribute of their group that holds, unknown where none or several do. A row
    whose picture is missing is left out, with file and line.
    """

    use: Literal["selfie-dataset"] = "selfie-dataset"
    path: Annotated[
        Path, Field(description=f"The folder, zip or tar that holds {TABLE} and the folder {PICTURES}.")
    ]

    def gives(self) -> tuple[Target, ...]:
        """Popularity, the five groups, and the 36 attributes. The table is looked through."""
        _rows(place_of(self.path))
        return (
            Target("popularity", "number"),
            *(Target(name, "classes", labels) for name, labels in ONE_OF.items()),
            *(Target(name, "multi-label", (name,)) for name in ATTRIBUTES),
        )

    def samples(self) -> Iterator[Sample]:
        """One a row, sorted by name; the stamp is that of the picture."""
        place = place_of(self.path)
        for name, (line, popularity, values) in sorted(_rows(place).items()):
            uri = f"{PICTURES}/{name}"
            stamp = place.stamp(uri)
            missing = f"{place.path / TABLE}:{line}: no such file in {place.path}"
            yield Sample(
                uri=uri,
                stamp=stamp,
                labels={"popularity": popularity, **_labels(values)},
                left_out="" if stamp else missing,
            )

    def read(self, sample: Sample) -> bytes:
        """The bytes of a picture. Raises PictureError where it cannot be read or is left out."""
        if sample.left_out:
            raise PictureError(sample.left_out)
        return place_of(self.path).read(sample.uri)


def _labels(values: str) -> dict[str, tuple[str, ...]]:
    """What is known; `values` has a character an attribute: + holds, - does not, ? unknown."""
    found: dict[str, tuple[str, ...]] = {
        name: (name,) if value == "+" else ()
        for name, value in zip(ATTRIBUTES, values, strict=True)
        if value != "?"
    }
    for group, places in GROUPED.items():
        holding = [ATTRIBUTES[at] for at in places if values[at] == "+"]
        if len(holding) == 1:
            found[group] = (holding[0],)
    return found


def _rows(place: Place) -> dict[str, tuple[int, float, str]]:
    """{name of the picture: (line, popularity, values)}, read once while the table does not change."""
    return _read(place.path, place.stamp(TABLE))


@lru_cache(maxsize=2)
def _read(root: Path, stamp: str) -> dict[str, tuple[int, float, str]]:
    where = str(root / TABLE)
    if not stamp:
        raise CallError(f"{where}: no such file; expected the folder that holds {TABLE} and {PICTURES}/")
    try:
        text = text_of(place_of(root).read(TABLE), where)
    except PictureError as error:
        raise CallError(f"{where}: {error}") from error
    rows: dict[str, tuple[int, float, str]] = {}
    for line, row in enumerate(text.split("\n"), start=1):
        if fields := row.split():
            name, popularity, values = _row(fields, f"{where}:{line}")
            if name in rows:
                raise CallError(f"{where}:{line}: {name} stands in line {rows[name][0]} already")
            rows[name] = (line, popularity, values)
    if not rows:
        raise CallError(f"{where}: the table has no rows")
    return rows


def _row(fields: list[str], at: str) -> tuple[str, float, str]:
    if len(fields) != WIDTH:
        what = f"a name, a popularity and {len(ATTRIBUTES)} attributes"
        raise CallError(f"{at}: expected {what}, which are {WIDTH} words, got {len(fields)}")
    name, popularity, *values = fields
    try:
        number = labels_of(popularity, "number", "")
    except ValueError as error:
        raise CallError(f"{at}: popularity: {error}") from error
    for attribute, value in zip(ATTRIBUTES, values, strict=True):
        if value not in VALUES:
            raise CallError(f"{at}: {attribute}: expected -1, 0 or 1, got {value[:20]}")
    assert isinstance(number, float)
    known = "".join("-?+"[int(value) + 1] for value in values)
    return name if name.endswith(".jpg") else f"{name}.jpg", number, known
