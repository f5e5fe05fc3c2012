"""When a picture was taken, as its file name says: cameras, phones, messengers and screenshots."""

from __future__ import annotations

import re

_BEFORE = r"(?:^|[^0-9A-Za-z]|IMG|VID|MVIMG|PXL|DSC|DSCF|WP|CAM|PANO|BURST|Screenshot|Photo|signal)"
_DAY = r"(?P<year>(?:19|20)\d\d)(?P<sign>[-_. ]?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d)"
_BETWEEN = r"(?:[-_. T]|, | at |_at_|)"
_HOUR = r"(?P<hour>\d\d|\d(?=\D))(?P<colon>[-_.:h꞉∶]?)(?P<minute>\d\d)(?:(?P=colon)|[-_.:ms])(?P<second>\d\d)"
_HALF = r"(?:[ \u202f](?P<half>[AaPp])\.?[Mm]\b\.?)?"
_NUMBER = re.compile(rf"{_BEFORE}{_DAY}(?:{_BETWEEN}{_HOUR}(?:[.,]?\d{{3}})?{_HALF})?(?![0-9])")


def date_in(name: str) -> str:
    """The date in a file name as EXIF would write it, "2019:01:02 03:04:05"; "" where there is none.

    A date alone is its first moment. Nothing is checked: there may be a thirteenth month.
    """
    found = _NUMBER.search(name)
    if not found:
        return ""
    day = f"{found['year']}:{found['month']}:{found['day']}"
    if not found["hour"]:
        return f"{day} 00:00:00"
    hour = int(found["hour"])
    if half := found["half"]:
        hour = hour % 12 + 12 * (half in "Pp") if 1 <= hour <= 12 else 99
    return f"{day} {hour:02}:{found['minute']}:{found['second']}"
