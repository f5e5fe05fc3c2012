"""Which tables a path means, and reading them; what was read is kept while it does not change."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from imgfw import CallError, PictureError

from .csv_sheet import csv_sheet
from .json_sheet import json_sheet
from .parquet_sheet import parquet_sheet
from .places import Place, place_of
from .sheet import Sheet
from .splits import is_split, split_of

ENDINGS = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".parquet")
FOUND = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
"""Endings by which a table is found in a folder, where a text is more likely to be read by people."""
METADATA = ("metadata.csv", "metadata.jsonl", "metadata.parquet")
"""What Hugging Face's image folders call their tables."""


@dataclass(frozen=True)
class Part:
    """One table of a source.

    sheet   what it holds
    folder  the folder in which it lies, with "/" behind it; "" at the top
    split   the part of a split whose pictures it tells, "" where it tells them all
    """

    sheet: Sheet
    folder: str = ""
    split: str = ""


def home_of(path: Path) -> Place:
    """Where the pictures of a table are unless the recipe says otherwise."""
    return place_of(path.parent if _is_one(path) else path)


def parts_at(path: Path, delimiter: str | None = None) -> tuple[Part, ...]:
    """The tables that a path means.

    path  a table, or a folder, zip or tar with a table: `metadata.csv`, `.jsonl` or `.parquet` at its top,
          or one in each of `train/`, `val/` and `test/`; else the one table at its top

    Raises CallError where none or several are meant.
    """
    place = home_of(path)
    if _is_one(path):
        return (Part(sheet_at(place, path.name, delimiter)),)
    found = place.names(_is_table, depth=2 + place.wrapper.count("/"))
    at_top, in_parts = _metadata(path, found, place.wrapper)
    if in_parts:
        return tuple(Part(sheet_at(place, n, delimiter), _folder(n), _split(n)) for n in in_parts)
    tops = at_top or [name for name in found if "/" not in name.removeprefix(place.wrapper)]
    if len(tops) != 1:
        told = f"{len(tops)} tables, {', '.join(tops[:4])}; name one of them" if tops else "no table"
        raise CallError(
            f"{path}: {told}; expected one table at its top ({', '.join(FOUND)}), "
            "or metadata.csv or metadata.jsonl there or in each of train/, val/ and test/"
        )
    return (Part(sheet_at(place, tops[0], delimiter), _folder(tops[0])),)


def sheet_at(place: Place, name: str, delimiter: str | None) -> Sheet:
    """One table of a place. Raises CallError where it cannot be read."""
    return _sheet(place.path, name, place.stamp(name), delimiter)


@lru_cache(maxsize=8)
def _sheet(root: Path, name: str, stamp: str, delimiter: str | None) -> Sheet:
    where = str(root / name)
    try:
        content = place_of(root).read(name)
    except PictureError as error:
        raise CallError(f"{where}: {error}") from error
    ending = os.path.splitext(name)[1].lower()
    if ending == ".parquet":
        return parquet_sheet(content, where)
    if ending in (".jsonl", ".ndjson"):
        return json_sheet(content, where)
    return csv_sheet(content, where, delimiter)


def _metadata(path: Path, found: Sequence[str], wrapper: str) -> tuple[list[str], list[str]]:
    """The metadata tables at the top, and those in the parts of a split; in one folder there is one."""
    named = [name for name in found if name.rpartition("/")[2] in METADATA]
    at_top = [name for name in named if "/" not in name.removeprefix(wrapper)]
    in_parts = [name for name in named if name not in at_top and is_split(_split(name))]
    folders = [_folder(name) for name in (*at_top, *in_parts)]
    if len(set(folders)) < len(folders) or (at_top and in_parts):
        told = ", ".join([*at_top, *in_parts][:4])
        raise CallError(f"{path}: {told}: which table holds is not clear; keep one for all, or one a part")
    return at_top, in_parts


def _is_one(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and not path.is_dir()


def _folder(name: str) -> str:
    return name[: name.rfind("/") + 1]


def _split(name: str) -> str:
    return split_of(name.rpartition("/")[0].rpartition("/")[2])


def _is_table(name: str) -> bool:
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in FOUND
