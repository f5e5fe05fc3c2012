"""Pairs of pictures: of the same person, or of two. As Labeled Faces in the Wild (LFW) lists them, or all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from imgfw import CallError, pictures_under

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

    The first line says how many folds there are and how many pairs of each kind in one. Raises CallError with
    file and line.
    """
    _check(folder)
    if table.is_dir():
        raise CallError(f"{table}: expected a file that lists pairs, got a folder")
    try:
        lines = table.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise CallError(f"{table}: expected a text in UTF-8: {error}") from None
    try:
        folds, each = (int(cell) for cell in (lines[0] if lines else "").split())
    except ValueError:
        raise CallError(f"{table}:1: expected how many folds and how many pairs, got {lines[:1]}") from None
    found: list[Pair] = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t") if "\t" in line else line.split()
        if not line.strip():
            continue
        try:
            name, first, other, second = (
                cells if len(cells) == 4 else (cells[0], cells[1], cells[0], cells[2])
            )
            paths = _picture(folder, name, int(first)), _picture(folder, other, int(second))
        except (ValueError, IndexError):
            raise CallError(f"{table}:{number}: expected NAME 1 4 or NAME 1 OTHER 2, got {line!r}") from None
        found.append(Pair(*paths, len(cells) == 3, len(found) // (2 * each)))
    if len(found) != 2 * folds * each:
        raise CallError(f"{table}: expected {2 * folds * each:,} pairs by its first line, got {len(found):,}")
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


def _picture(folder: Path, name: str, number: int) -> Path:
    return folder / name / f"{name}_{number:04d}.jpg"
