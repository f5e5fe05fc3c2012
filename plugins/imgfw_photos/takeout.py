"""Google Takeout's JSON files: which one tells of which picture, and when that was taken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from .names import parted

_EXTRA = ".supplemental-metadata"
_SHORTEST = 40
"""Letters from which on a name may be one that Takeout has cut off: it keeps 46, a number included or not."""

_NUMBERED = re.compile(r"(.*?)\((\d{1,4})\)")
_LARGEST = 2**20


def sidecar_of(names: Iterable[str], pictures: Iterable[str]) -> dict[str, str]:
    """{JSON file: picture} for the files of one folder.

    `a.jpg.json`, `a.jpg.supplemental-metadata.json` and both cut off belong to `a.jpg`; `a.jpg(1).json` and
    `a.jpg.supplemental-metadata(1).json` to `a(1).jpg`. One that may be of several pictures is of none.
    """
    numbers = {picture: _numbered(picture) for picture in pictures}
    found = {}
    for name in names:
        told, ending = parted(name)
        if ending.lower() != ".json":
            continue
        fits = [picture for picture in numbers if told.startswith(picture) and _tells_of(told, picture)]
        if not fits:
            text, number = _split(told)
            fits = [p for p, (asked, n) in numbers.items() if n == number and _tells_of(text, asked)]
        if len(fits) == 1:
            found[name] = fits[0]
    return found


def _numbered(picture: str) -> tuple[str, str]:
    """("a.jpg", "1") of a(1).jpg."""
    stem, suffix = parted(picture)
    text, number = _split(stem)
    return text + suffix, number


def _split(stem: str) -> tuple[str, str]:
    found = _NUMBERED.fullmatch(stem)
    return (found[1], found[2]) if found else (stem, "")


def _tells_of(text: str, picture: str) -> bool:
    """Whether a JSON file of this name, without its ending and number, may tell of the picture."""
    return f"{picture}{_EXTRA}".startswith(text) and (len(text) >= len(picture) or len(text) >= _SHORTEST)


def taken(path: Path) -> datetime | None:
    """When the picture of this JSON file was taken, in UTC; None where it does not say.

    OSError is the caller's.
    """
    if path.stat().st_size > _LARGEST:
        return None
    try:
        document = json.loads(path.read_bytes())
        return datetime.fromtimestamp(int(document["photoTakenTime"]["timestamp"]), UTC)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, OSError):
        return None
