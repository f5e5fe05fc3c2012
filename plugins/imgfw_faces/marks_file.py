"""Landmarks in a file of their own beside each picture: `.pts`, `.npz`, `.npy`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .arrays import arrays_in
from .marks import faces_of, marks_of

ENDINGS = (".pts", ".npz", ".npy")


def beside(picture: Path) -> Path | None:
    """The landmarks of `photo.jpg`: `photo.pts` or `photo.jpg.pts` beside it; None if there are none."""
    for ending in ENDINGS:
        for file in (picture.with_suffix(ending), picture.with_name(picture.name + ending)):
            if file.is_file():
                return file
    return None


def read(file: Path) -> tuple[np.ndarray, ...]:
    """The faces in such a file, each float32 (68, 2) or (5, 2). Raises ValueError with file and line."""
    if file.suffix == ".pts":
        return (_pts(file),)
    (array,) = arrays_in(file, lambda names: [_landmarks(file, names)]).values()
    try:
        return faces_of(array)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None


def pts(points: np.ndarray) -> str:
    """Points (K, 2) as the text of a `.pts` file, to a thousandth of a pixel."""
    lines = (f"{x:.3f} {y:.3f}" for x, y in points)
    return "\n".join(("version: 1", f"n_points: {len(points)}", "{", *lines, "}", ""))


def _landmarks(file: Path, names: list[str]) -> str:
    """Which array of a `.npz` it is."""
    if "landmarks" in names or len(names) == 1:
        return "landmarks" if "landmarks" in names else names[0]
    got = ", ".join(names[:8]) or "none"
    raise ValueError(f'{file}: expected one array, or one called "landmarks", got {got}')


def _pts(file: Path) -> np.ndarray:
    """The points between { and }; what stands before says how many they are."""
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        first, last = lines.index("{"), lines.index("}")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: cannot be read: {error}") from None
    except ValueError:
        raise ValueError(f"{file}: expected points between a line {{ and a line }}, got neither") from None
    points = [_pair(file, number, lines[number - 1]) for number in range(first + 2, last + 1)]
    said = next((line.partition(":")[2].strip() for line in lines[:first] if line.startswith("n_points")), "")
    if said and said != str(len(points)):
        raise ValueError(f"{file}: n_points says {said}, {len(points)} points follow; it may be cut off")
    try:
        return marks_of(points)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None


def _pair(file: Path, number: int, line: str) -> tuple[float, float]:
    try:
        x, y = map(float, line.split())
    except ValueError:
        raise ValueError(f"{file}:{number}: expected a line with x and y, got {line[:60]!r}") from None
    return x, y
