"""When a picture was taken: the first of several rules that knows it, and which one that was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

from . import takeout
from .exif import exif_times
from .name_dates import date_in

RULES = {
    "exif-original": "EXIF, when it was taken",
    "exif-created": "EXIF, when it was digitized",
    "takeout": "Google Takeout's JSON",
    "name": "the file's name",
    "file-time": "the file's time",
}
"""In the order in which they are asked; the last one only where that is wished."""

_TEXT = re.compile(
    r"(\d{4})[:/.-](\d\d)[:/.-](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d*)?\s*(?:(Z)|([+-])(\d\d):?(\d\d))?"
)
_FIRST_YEAR = 1826
"""Of which the first photograph is that is left."""

_QUARTER, _FARTHEST = timedelta(minutes=15), (timedelta(hours=-12), timedelta(hours=14))
_APART = timedelta(seconds=5)
"""Offsets from UTC are quarters of an hour; so long may a file be written after it got its name."""

_ZEROS = tuple(datetime(*day, tzinfo=UTC).date() for day in ((1904, 1, 1), (1970, 1, 1)))
"""What files and clocks say that know no date; their zero, wherever the clock was."""


@dataclass(frozen=True)
class Dated:
    """When a picture was taken, with its offset where that is known, and the rule; None and "" = unknown."""

    date: datetime | None = None
    rule: str = ""


def dated(path: Path, *, json: Path | None, now: datetime, file_times: bool = False) -> Dated:
    """When the picture in this file was taken.

    json        the Takeout file that tells of it
    now         with its offset; what is later is no date
    file_times  whether the file's own time may serve where nothing else is known
    A date that cannot be is passed over: none is ever made up. OSError is the caller's.
    """
    for rule, date in _told(path, json, file_times):
        if date is not None and _may_be(date, now):
            return Dated(date, rule)
    return Dated()


def _told(path: Path, json: Path | None, file_times: bool) -> Iterator[tuple[str, datetime | None]]:
    with path.open("rb") as file:
        for rule, text in exif_times(file):
            yield rule, read(text)
    named = read(date_in(path.name))
    if json is not None:
        yield "takeout", _there(takeout.taken(json), named)
    yield "name", named
    if file_times:
        yield "file-time", datetime.fromtimestamp(path.stat().st_mtime).astimezone()


def _there(moment: datetime | None, named: datetime | None) -> datetime | None:
    """A moment in UTC as clocks showed it where it was, if the file's name tells the same one by a clock.

    Midnight says nothing: it may stand for a day alone.
    """
    if moment is None or named is None or named.time() == time():
        return moment
    ahead = named - moment.replace(tzinfo=None)
    offset = _QUARTER * round(ahead / _QUARTER)
    if abs(ahead - offset) > _APART or not _FARTHEST[0] <= offset <= _FARTHEST[1]:
        return moment
    return moment.astimezone(timezone(offset))


def read(text: str) -> datetime | None:
    """A date as EXIF writes it, "2019:01:02 03:04:05" with an offset or without; None for what is none."""
    found = _TEXT.fullmatch(text.strip())
    if not found:
        return None
    *numbers, utc, sign, hours, minutes = found.groups()
    try:
        offset = timedelta(hours=int(hours), minutes=int(minutes)) if sign else timedelta()
        zone = timezone(-offset if sign == "-" else offset) if sign or utc else None
        return datetime(*map(int, numbers), tzinfo=zone)  # type: ignore[arg-type, misc]
    except ValueError:
        return None


def _may_be(date: datetime, now: datetime) -> bool:
    """Whether somebody can have taken a picture then; where the offset is unknown, somewhere on Earth."""
    if date.year < _FIRST_YEAR or date.date() in _ZEROS:
        return False
    latest = date if date.tzinfo else date.replace(tzinfo=timezone(timedelta(hours=14)))
    return latest <= now
