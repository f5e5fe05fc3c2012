"""Pairs of pictures: of the same person, or of two. As Labeled Faces in the Wild (LFW) lists them, or all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from imgfw import CallError, may_be_picture, pictures_under

MOST_FOLDS = 10


@dataclass(frozen=True)
class Pair:
    """Two pictures.

    first, second  files
    same           whether they show the same person
    fold           pairs of one fold are judged by a threshold from the others
    """

    first: Path
    second: Path
    same: bool
    fold: int


def listed(table: Path, folder: Path) -> list[Pair]:
    """The pairs of a list as LFW has it: NAME 1 4 for two pictures of one person, NAME 1 OTHER 2 for two.

    The first line says how many folds there are and how many pairs of each kind in one. Picture 4 is
    NAME/NAME_0004 with any ending of pictures, .jpg where there are several. Raises CallError with file and
    line, and where the folder has none of the pictures.
    """
    _check(folder)
    lines = _lines(table)
    folds, each = _counts(table, lines[0] if lines else "")
    pictures = cache(_pictures)
    found: list[Pair] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        try:
            asked = _named(line)
        except ValueError:
            raise CallError(f"{table}:{number}: expected NAME 1 4 or NAME 1 OTHER 2, got {line!r}") from None
        first, second = (_picture(pictures(folder / name), folder / name, turn) for name, turn in asked)
        same = asked[0][0] == asked[1][0]
        found.append(Pair(first, second, same, len(found) // (2 * each)))
    if len(found) != 2 * folds * each:
        raise CallError(f"{table}: expected {2 * folds * each:,} pairs by its first line, got {len(found):,}")
    if not any(path.exists() for pair in found for path in (pair.first, pair.second)):
        missing = found[0].first.relative_to(folder).as_posix()
        raise CallError(f"{folder}: expected the pictures that {table} lists, such as {missing}, got none")
    return found


def all_of(folder: Path) -> list[Pair]:
    """All pairs of a folder that holds a folder a person, people being dealt to folds, but for pairs across.

    Raises CallError for fewer than four people, as two of a fold are told apart by a threshold from others.
    """
    _check(folder)
    people = [pictures for path in sorted(folder.iterdir()) if (pictures := _of(path))]
    if len(people) < 4:
        raise CallError(f"{folder}: expected the folders of four people or more, got {len(people)}")
    folds = min(MOST_FOLDS, len(people) // 2)
    return [pair for fold in range(folds) for pair in _within(people[fold::folds], fold)]


def _check(folder: Path) -> None:
    if not folder.is_dir():
        got = "a file" if folder.exists() else "none there"
        raise CallError(f"{folder}: expected a folder that holds a folder a person, got {got}")


def _of(path: Path) -> list[Path]:
    return list(pictures_under(path)) if path.is_dir() else []


def _within(people: Sequence[list[Path]], fold: int) -> Iterator[Pair]:
    pictures = [(person, path) for person, paths in enumerate(people) for path in paths]
    for (own, first), (other, second) in combinations(pictures, 2):
        yield Pair(first, second, own == other, fold)


def _lines(table: Path) -> list[str]:
    if table.is_dir():
        raise CallError(f"{table}: expected a file that lists pairs, got a folder")
    try:
        return table.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise CallError(f"{table}: expected a file that lists pairs: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise CallError(f"{table}: expected a text in UTF-8: {error}") from None


def _counts(table: Path, line: str) -> tuple[int, int]:
    """How many folds, and how many pairs of each kind are in one."""
    try:
        folds, each = map(int, line.split())
    except ValueError:
        folds = each = 0
    if folds < 2 or each < 1:
        raise CallError(
            f"{table}:1: expected how many folds and how many pairs, such as 10 300, at least 2 1, "
            f"got {line[:60]!r}"
        )
    return folds, each


def _named(line: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """The name and the number of both pictures. Raises ValueError."""
    cells = line.split("\t") if "\t" in line else line.split()
    if len(cells) == 3:
        cells.insert(2, cells[0])
    name, first, other, second = cells
    if min(int(first), int(second)) < 1:
        raise ValueError("expected numbers from 1 on")
    return (name, int(first)), (other, int(second))


def _pictures(person: Path) -> dict[str, Path]:
    """The pictures in a person's folder by their names without ending; of several .jpg counts."""
    paths = [path for path in person.iterdir() if may_be_picture(path.name)] if person.is_dir() else []
    return {path.stem: path for path in sorted(paths, key=lambda path: (path.suffix == ".jpg", path.name))}


def _picture(pictures: Mapping[str, Path], person: Path, number: int) -> Path:
    """The picture of this number; where there is none, the one that LFW would have."""
    name = f"{person.name}_{number:04d}"
    return pictures.get(name, person / f"{name}.jpg")
