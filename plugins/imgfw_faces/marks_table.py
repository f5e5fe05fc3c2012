"""Landmarks of many pictures in one table: CSV with a row a face or a row a point, CelebA's list, npz."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from .arrays import arrays_in
from .marks import faces_of, marks_of
from .marks_columns import Meaning, meaning_of

Faces = Mapping[str, tuple[np.ndarray, ...]]
"""{picture as the table names it: the landmarks of its faces}; none where the table gives no numbers."""
_Row = tuple[int, list[str]]


@lru_cache(maxsize=8)
def read(file: Path, stamp: str, picture: str = "", columns: tuple[str, ...] = ()) -> Faces:
    """The faces of every picture in a table.

    stamp    says whether the file has changed since
    picture  the column with the picture's file, and `columns` those with x, y, x, y, ...; "" and () = found
    Raises ValueError with file and line for what cannot be meant.
    """
    if file.suffix.lower() == ".npz":
        return _npz(file)
    rows = _rows(file)
    if not rows:
        raise ValueError(f"{file}: is empty")
    if file.suffix.lower() == ".txt" and rows[0][1][0].isdecimal() and len(rows[0][1]) == 1:
        return _by_face(file, _listed(file, rows))
    number, header = rows[0]
    if len(header) > 1 and all(map(_is_number, header[1:])):
        return _by_face(file, rows)
    try:
        meaning = meaning_of(header, picture, columns)
    except ValueError as error:
        raise ValueError(f"{file}:{number}: {error}") from None
    wrong = next((row for row in rows if len(row[1]) != len(header)), None)
    if wrong:
        raise ValueError(f"{file}:{wrong[0]}: expected {len(header)} cells, got {len(wrong[1])}")
    if meaning.by_point:
        return _by_point(file, rows[1:], meaning)
    places = (meaning.picture, *meaning.columns)
    return _by_face(file, [(number, [row[place] for place in places]) for number, row in rows[1:]])


def _rows(file: Path) -> list[_Row]:
    """The lines that hold anything, as cells, with their numbers."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: cannot be read: {error}") from None
    lines = text.splitlines()
    if file.suffix.lower() == ".txt" and not any(mark in text.partition("\n")[0] for mark in ",;\t"):
        cells = [line.split() for line in lines]
    else:
        first = lines[0] if lines else ""
        table = csv.reader(lines, delimiter=max(",;\t", key=first.count))
        try:
            cells = list(table)
        except csv.Error as error:
            raise ValueError(
                f"{file}:{table.line_num}: expected a row of a table, got what cannot be one ({error}); "
                "a quote may not be closed"
            ) from None
    return [(number, [cell.strip() for cell in row]) for number, row in enumerate(cells, 1) if any(row)]


def _listed(file: Path, rows: Sequence[_Row]) -> list[_Row]:
    """The rows of a list as CelebA has it: how many, then the names of the figures, then they."""
    count = int(rows[0][1][0])
    found = [row for row in rows[1:] if not all(not _is_number(cell) for cell in row[1])]
    if len(found) != count:
        raise ValueError(f"{file}:1: says {count:,} pictures, {len(found):,} follow; it may be cut off")
    return found


def _by_face(file: Path, rows: Iterable[_Row]) -> Faces:
    """Rows with the picture's name first, then x, y, x, y, ...; a picture with several has several faces."""
    found: dict[str, tuple[np.ndarray, ...]] = {}
    for number, (picture, *cells) in rows:
        _check(file, number, picture)
        faces = found.get(picture, ())
        found[picture] = (*faces, _marks(file, number, cells)) if any(cells) else faces
    return found


def _by_point(file: Path, rows: Iterable[_Row], meaning: Meaning) -> Faces:
    """Rows with one point each, in their order or in that of their numbers."""
    points: dict[str, dict[str, list[tuple[int, list[str], int]]]] = {}
    for number, row in rows:
        picture = row[meaning.picture]
        _check(file, number, picture)
        face = row[meaning.face] if meaning.face is not None else ""
        place = _whole(file, number, row[meaning.point]) if meaning.point is not None else number
        values = [row[column] for column in meaning.columns]
        points.setdefault(picture, {}).setdefault(face, []).append((place, values, number))
    found: dict[str, tuple[np.ndarray, ...]] = {}
    for picture, faces in points.items():
        found[picture] = ()
        for given in faces.values():
            given.sort(key=lambda point: point[0])
            twice = next((b for a, b in pairwise(given) if a[0] == b[0]), None)
            if twice:
                raise ValueError(f"{file}:{twice[2]}: point {twice[0]} of {picture} stands there twice")
            cells = [cell for _, values, _ in given for cell in values]
            found[picture] += (_marks(file, given[0][2], cells),)
    return found


def _npz(file: Path) -> Faces:
    """Arrays `files` (N,) and `landmarks` (N, K, 2), or an array (K, 2) or (F, K, 2) for each picture."""
    together = {"files", "landmarks"}
    arrays = arrays_in(file, lambda names: sorted(together) if together <= set(names) else names)
    if "" in arrays:
        raise ValueError(f"{file}: expected an array for each picture under its name, got one without a name")
    if arrays.keys() != together:
        return {name: _faces(file, name, array) for name, array in arrays.items()}
    names, points = arrays["files"], arrays["landmarks"]
    if names.dtype.kind != "U" or names.ndim != 1 or names.shape != points.shape[:1]:
        raise ValueError(f"{file}: expected as many texts in `files` as there are `landmarks`")
    return {name: _faces(file, name, face) for name, face in zip(names.tolist(), points, strict=True)}


def _faces(file: Path, picture: str, array: np.ndarray) -> tuple[np.ndarray, ...]:
    try:
        return faces_of(array)
    except ValueError as error:
        raise ValueError(f"{file}: {picture}: {error}") from None


def _check(file: Path, number: int, picture: str) -> None:
    if not picture:
        raise ValueError(f"{file}:{number}: expected the file of a picture, got nothing")


def _marks(file: Path, number: int, cells: Sequence[str]) -> np.ndarray:
    wrong = next((cell for cell in cells if not _is_number(cell)), None)
    if wrong is not None:
        raise ValueError(f"{file}:{number}: expected a number, got {wrong[:40]!r}")
    try:
        return marks_of([float(cell) for cell in cells])
    except ValueError as error:
        raise ValueError(f"{file}:{number}: {error}") from None


def _whole(file: Path, number: int, cell: str) -> int:
    try:
        return int(cell)
    except ValueError:
        raise ValueError(f"{file}:{number}: expected the number of a point, got {cell[:40]!r}") from None


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
